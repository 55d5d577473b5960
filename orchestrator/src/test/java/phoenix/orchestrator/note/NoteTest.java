package phoenix.orchestrator.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

class NoteTest {
    private static final VmId GATEWAY = new VmId(953);
    private static final Note MADE =
            Note.made(GATEWAY, "900@pre-configured#1f2e3d4c", Map.of("base_setup", "aaaaaaaa"));

    @Test
    void a_note_is_read_back_as_it_was_written() {
        Note full = MADE.withApplication("bbbbbbbb").withHealth("cccccccc");

        assertThat(Note.find(full.line())).contains(full);
    }

    @Test
    void the_managed_options_are_remembered_and_are_no_part_of_the_state() {
        Note managing = MADE.managing(Set.of("net0", "cores")).waitingForRestart(true);

        assertThat(managing.line()).contains("\"set\":\"cores net0\"", "\"restart\":true");
        assertThat(Note.find(managing.line())).contains(managing);
        assertThat(managing.tag()).isEqualTo(MADE.tag());
    }

    @Test
    void a_note_from_before_options_were_remembered_is_read() {
        String old = "<!-- phoenix {\"v\":1,\"id\":953,\"base\":\"900@pre-configured#1f2e3d4c\","
                + "\"features\":{\"base_setup\":\"aaaaaaaa\"}} -->";

        assertThat(Note.find(old)).contains(MADE);
        assertThat(MADE.managed()).isEmpty();
    }

    @Test
    void what_a_clone_gets_of_a_guest_does_not_depend_on_its_health_check() {
        Note ready = MADE.withApplication("bbbbbbbb");

        assertThat(ready.withHealth("cccccccc").layer()).isEqualTo(ready.layer());
        assertThat(MADE.layer()).isNotEqualTo(ready.layer());
    }

    @Test
    void a_note_survives_the_encoding_of_the_configuration_file() {
        GuestConfig config = new GuestConfig(
                GuestConfig.Section.EMPTY
                        .describedAs(MADE.placedIn("Owner: Ann"))
                        .with("arch", "amd64"),
                GuestConfig.Section.EMPTY,
                Map.of());

        String file = config.print();

        assertThat(file).isASCII();
        assertThat(Note.find(GuestConfig.parse(file).current().description())).contains(MADE);
    }

    @Test
    void what_people_wrote_into_the_notes_stays_there() {
        String before = "My gateway.\nDo not touch: Ann";

        String once = MADE.placedIn(before);
        String twice = MADE.withApplication("bbbbbbbb").placedIn(once);

        assertThat(twice).startsWith(before + "\n").hasLineCount(3).contains("bbbbbbbb");
    }

    @Test
    void a_feature_that_is_applied_again_makes_application_and_health_count_no_more() {
        Note after = MADE.withApplication("bbbbbbbb").withHealth("cccccccc").withFeature("base_setup", "dddddddd");

        assertThat(after.application()).isNull();
        assertThat(after.health()).isNull();
        assertThat(after.hasFeature("base_setup", "dddddddd")).isTrue();
    }

    @Test
    void a_line_that_cannot_be_read_is_no_memory() {
        assertThat(Note.find("<!-- phoenix {\"v\":1,\"id\":\"x\"} -->")).isEmpty();
        assertThat(Note.find("<!-- phoenix {broken -->")).isEmpty();
        assertThat(Note.find("<!-- phoenix {\"v\":99,\"id\":953} -->")).isEmpty();
    }

    @Test
    void the_tag_is_one_that_proxmox_takes_and_tells_states_apart() {
        assertThat(MADE.tag()).matches("phoenix-[0-9a-f]{8}");
        assertThat(MADE.tag()).isNotEqualTo(MADE.withApplication("bbbbbbbb").tag());
        assertThat(Note.isOurTag("phoenix-lover")).isFalse();
    }

    @Test
    void one_of_several_features_is_remembered_by_itself_and_by_its_whole_name() {
        Note two = MADE.withFeature("docker", "bbbbbbbb");

        assertThat(two.hasFeature("base_setup", "aaaaaaaa")).isTrue();
        assertThat(two.hasFeature("docker", "bbbbbbbb")).isTrue();
        assertThat(two.hasFeature("dock", "bbbbbbbb")).isFalse();
        assertThat(two.hasFeature("docker", "aaaaaaaa")).isFalse();
    }
}
