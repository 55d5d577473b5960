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
    private static final GreenTests GREEN = new GreenTests(WEB, new TreeMap<>(Map.of("deep", NOON)));

    @Test
    void what_is_written_is_read_again_beside_a_note_and_words_of_people() {
        String description = GREEN.placedIn(NOTE.placedIn("The gateway.\nAsk Eve."));

        assertThat(GreenTests.of(WEB, description)).isEqualTo(GREEN);
        assertThat(Note.find(description)).contains(NOTE);
        assertThat(Note.withoutLine(description)).isEqualTo("The gateway.\nAsk Eve.");
    }

    @Test
    void a_later_run_takes_the_place_of_an_earlier_one() {
        GreenTests later = GREEN.with("deep", NOON.plusSeconds(60)).with("features", NOON);

        String description = later.placedIn(GREEN.placedIn("words"));

        assertThat(GreenTests.of(WEB, description)).isEqualTo(later);
        assertThat(description.lines()).hasSize(2);
        assertThat(later.last()).map(Map.Entry::getKey).contains("deep");
    }

    @Test
    void a_new_note_leaves_it_as_it_is() {
        String before = GREEN.placedIn(NOTE.placedIn("words"));

        String after = NOTE.withHealth("1f2e3d4c").placedIn(before);

        assertThat(GreenTests.of(WEB, after)).isEqualTo(GREEN);
        assertThat(after.lines()).hasSize(3);
    }

    @Test
    void the_line_of_another_guest_counts_for_nobody_and_goes_with_the_next_note() {
        GreenTests copied = new GreenTests(new VmId(900), GREEN.suites());

        String description = copied.placedIn("words");

        assertThat(GreenTests.of(WEB, description).suites()).isEmpty();
        assertThat(NOTE.placedIn(description)).isEqualTo("words\n" + NOTE.line());
    }

    @Test
    void what_cannot_be_read_is_no_memory() {
        for (String line : new String[] {
            "{", "{\"v\":2}", "{\"v\":1,\"id\":953,\"green\":{\"deep\":\"yesterday\"}}", "{\"v\":1,\"id\":-1}"
        }) {
            assertThat(GreenTests.of(WEB, "<!-- phoenix-tests " + line + " -->").suites())
                    .isEmpty();
        }
    }
}
