package phoenix.orchestrator.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.pve.VmId;

class GreenTestsTest {
    private static final VmId WEB = new VmId(953);
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Note NOTE = Note.made(WEB, "debian-12", Map.of());
    private static final GreenTests GREEN = new GreenTests("953", new TreeMap<>(Map.of("deep", NOON)));

    @Test
    void what_is_written_is_read_again_beside_a_note_and_words_of_people() {
        String description = GREEN.placedIn(NOTE.placedIn("The gateway.\nAsk Eve."));

        assertThat(GreenTests.of("953", description)).isEqualTo(GREEN);
        assertThat(Note.find(description)).contains(NOTE);
        assertThat(Note.withoutLine(description)).isEqualTo("The gateway.\nAsk Eve.");
    }

    @Test
    void a_later_run_takes_the_place_of_an_earlier_one() {
        GreenTests later = GREEN.with("deep", NOON.plusSeconds(60)).with("features", NOON);

        String description = later.placedIn(GREEN.placedIn("words"));

        assertThat(GreenTests.of("953", description)).isEqualTo(later);
        assertThat(description.lines()).hasSize(2);
        assertThat(later.last()).map(Map.Entry::getKey).contains("deep");
    }

    @Test
    void a_new_note_leaves_it_as_it_is() {
        String before = GREEN.placedIn(NOTE.placedIn("words"));

        String after = NOTE.withHealth("1f2e3d4c").placedIn(before);

        assertThat(GreenTests.of("953", after)).isEqualTo(GREEN);
        assertThat(after.lines()).hasSize(3);
    }

    @Test
    void the_line_of_another_guest_counts_for_nobody_and_goes_with_the_next_note() {
        GreenTests copied = new GreenTests("900", GREEN.suites());

        String description = copied.placedIn("words");

        assertThat(GreenTests.of("953", description).suites()).isEmpty();
        assertThat(NOTE.placedIn(description)).isEqualTo("words\n" + NOTE.line());
    }

    @Test
    void what_cannot_be_read_is_no_memory() {
        for (String line : new String[] {
            "{", "{\"v\":2}", "{\"v\":1,\"id\":953,\"green\":{\"deep\":\"yesterday\"}}", "{\"v\":1,\"id\":-1}"
        }) {
            assertThat(GreenTests.of("953", "<!-- phoenix-tests " + line + " -->")
                            .suites())
                    .isEmpty();
        }
    }

    @Test
    void the_nodes_own_line_names_the_node_and_leaves_what_people_wrote_in_its_place() {
        GreenTests node = new GreenTests("pve", GREEN.suites());
        String people = "    indented: code\n\n# Title\n<!-- a comment -->";

        String description = node.placedIn(people);

        assertThat(description)
                .isEqualTo(
                        people
                                + "\n<!-- phoenix-tests {\"v\":1,\"node\":\"pve\",\"green\":{\"deep\":\"2026-11-28T12:00:00Z\"}} -->");
        assertThat(GreenTests.of("pve", description)).isEqualTo(node);
        assertThat(GreenTests.of("pve2", description).suites()).isEmpty();
        assertThat(node.with("declared", NOON).placedIn(description)).startsWith(people + "\n<!--");
    }
}
