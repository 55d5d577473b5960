package phoenix.orchestrator.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

class MemoryTest {
    private static final VmId GATEWAY = new VmId(953);
    private static final Note EARLY = Note.made(GATEWAY, "base", Map.of("base_setup", "aaaaaaaa"));
    private static final Note LATE = EARLY.withApplication("bbbbbbbb");

    @Test
    void note_and_tag_that_agree_are_believed() {
        Memory memory = Memory.of(GATEWAY, config(LATE, LATE.tag(), EARLY));

        assertThat(memory.note()).contains(LATE);
        assertThat(memory.rolledBackTo()).isEmpty();
    }

    @Test
    void a_rollback_by_hand_shows_because_tags_follow_it_and_notes_do_not() {
        Memory memory = Memory.of(GATEWAY, config(LATE, EARLY.tag(), EARLY));

        assertThat(memory.rolledBackTo()).contains("pre-configured");
        assertThat(memory.note()).contains(EARLY);
    }

    @Test
    void a_tag_that_no_snapshot_explains_does_not_outweigh_the_note() {
        Memory memory = Memory.of(GATEWAY, config(LATE, "phoenix-00000000", EARLY));

        assertThat(memory.note()).contains(LATE);
        assertThat(memory.rolledBackTo()).isEmpty();
    }

    @Test
    void a_clone_made_by_hand_carries_the_note_of_its_source_and_is_foreign_all_the_same() {
        Memory memory = Memory.of(new VmId(954), config(LATE, LATE.tag(), EARLY));

        assertThat(memory.isOurs()).isFalse();
    }

    @Test
    void a_snapshot_holds_a_state_only_if_its_record_is_that_state() {
        Memory memory = Memory.of(GATEWAY, config(LATE, LATE.tag(), EARLY));

        assertThat(memory.holds("pre-configured", EARLY)).isTrue();
        assertThat(memory.holds("pre-configured", LATE)).isFalse();
        assertThat(memory.holds("final-form", LATE)).isFalse();
    }

    @Test
    void a_snapshot_that_is_half_made_or_half_deleted_holds_nothing_and_is_remembered_as_ours() {
        GuestConfig config = new GuestConfig(
                GuestConfig.Section.EMPTY.describedAs(LATE.line()).with("tags", LATE.tag()),
                GuestConfig.Section.EMPTY,
                Map.of(
                        "pre-configured",
                        GuestConfig.Section.EMPTY.describedAs(EARLY.line()).with("snapstate", "delete")));

        Memory memory = Memory.of(GATEWAY, config);

        assertThat(memory.holds("pre-configured", EARLY)).isFalse();
        assertThat(memory.keeps("pre-configured")).isFalse();
        assertThat(memory.records()).containsKey("pre-configured");
    }

    private static GuestConfig config(Note note, String tag, Note record) {
        return new GuestConfig(
                GuestConfig.Section.EMPTY.describedAs(note.line()).with("tags", "mine;" + tag),
                GuestConfig.Section.EMPTY,
                Map.of("pre-configured", GuestConfig.Section.EMPTY.describedAs(record.line())));
    }
}
