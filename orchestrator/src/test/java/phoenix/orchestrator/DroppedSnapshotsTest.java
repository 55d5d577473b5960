package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** Snapshots that Phoenix took and that no file declares any more: told, and deleted only where somebody names them. */
class DroppedSnapshotsTest {
    private static final VmId ID = new VmId(953);
    private static final Note NOTE = Note.made(ID, Found.ARCHIVE, Map.of()).managing(Set.of("hostname"));

    private final Wanted want = new Wanted(ID, "gateway", new Origin.Template("debian-12-standard"));

    @Test
    void one_that_the_file_drops_stays_and_is_told() {
        Subject subject = plan(finished().snapshot("older", NOTE));

        assertThat(subject.steps()).isEmpty();
        assertThat(subject.remarks())
                .containsExactly(
                        "snapshot older is declared no more; it stays until it is dropped with: --drop-snapshots older");
    }

    @Test
    void one_that_is_named_to_be_dropped_is_deleted_after_all_else() {
        want.rootfsGiB = 16;

        Subject subject = plan(finished().snapshot("older", NOTE), "older");

        assertThat(subject.action()).isEqualTo(Subject.Action.CHANGE);
        assertThat(titles(subject)).hasSizeGreaterThan(1).endsWith("remove snapshot older");
        Step last = subject.steps().get(subject.steps().size() - 1);
        assertThat(last.needs())
                .containsExactly(subject.steps().get(subject.steps().size() - 2).key());
        assertThat(last.preview()).containsExactly("DELETE /nodes/pve/lxc/953/snapshot/older");
        assertThat(subject.remarks()).isEmpty();
    }

    @Test
    void what_the_file_declares_or_every_container_gets_is_not_dropped_even_if_it_is_named() {
        want.snapshots.add(new StageSnapshot("mine", "health", false));

        Subject subject = plan(
                finished().snapshot("pre-configured", NOTE).snapshot("mine", NOTE),
                "mine",
                "final-form",
                "pre-configured");

        assertThat(titles(subject)).noneMatch(title -> title.startsWith("remove"));
        assertThat(subject.remarks())
                .containsExactly(
                        "snapshot final-form stays: the file declares it",
                        "snapshot mine stays: the file declares it",
                        "snapshot pre-configured stays: the file declares it");
    }

    @Test
    void one_that_somebody_else_took_is_neither_told_nor_touched() {
        assertThat(plan(finished().snapshot("foreign", null, Map.of())).remarks())
                .isEmpty();

        Subject named = plan(finished().snapshot("foreign", null, Map.of()), "foreign");

        assertThat(named.steps()).isEmpty();
        assertThat(named.remarks()).containsExactly("snapshot foreign stays: Phoenix did not take it");
    }

    @Test
    void linked_clones_keep_it() {
        Found clone = new Found(new VmId(954), "clone", null)
                .option("rootfs", "local-zfs:basevol-953-disk-0/subvol-954-disk-0,size=8G");

        Subject subject = plan(Found.node(finished().snapshot("older", NOTE), clone), "older");

        assertThat(subject.steps()).isEmpty();
        assertThat(subject.remarks())
                .containsExactly("snapshot older is declared no more, and stays for the linked clones 954 (clone)");
    }

    @Test
    void one_that_is_gone_already_or_misspelt_is_no_problem_and_is_told() {
        Subject subject = plan(finished(), "older");

        assertThat(subject.steps()).isEmpty();
        assertThat(subject.remarks()).containsExactly("no guest of this run has a snapshot older to drop");
    }

    @Test
    void a_guest_that_only_comes_along_keeps_its_snapshots() {
        Actual actual = Found.node(finished().snapshot("older", NOTE));

        assertThat(new DroppedSnapshots(fleet(), actual, Set.of("older"))
                        .in(converged(actual).plan(), List.of())
                        .isEmpty())
                .isTrue();
    }

    private static List<String> titles(Subject subject) {
        return subject.steps().stream().map(Step::title).toList();
    }

    private Subject plan(Found found, String... named) {
        return plan(Found.node(found), named);
    }

    private Subject plan(Actual actual, String... named) {
        return new PlanView(new DroppedSnapshots(fleet(), actual, Set.of(named))
                        .in(converged(actual).plan(), List.of(ID)))
                .subject(953);
    }

    private PlanView converged(Actual actual) {
        return PlanView.of(actual, Redo.NOTHING, want.value());
    }

    private Fleet fleet() {
        SortedMap<VmId, DesiredContainer> containers = new TreeMap<>();
        containers.put(ID, want.value());
        return new Fleet(containers, new TreeMap<>());
    }

    private static Found finished() {
        return new Found(ID, "gateway", NOTE).running().snapshot("final-form", NOTE);
    }
}
