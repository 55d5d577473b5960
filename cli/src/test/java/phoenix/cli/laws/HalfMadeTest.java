package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** Guests that were never finished, because what made them was cut off: recognised, named, and made anew; containers and VMs. */
class HalfMadeTest {
    private static final VmId WEB = TwoGuests.WEB;
    private static final VmId DATABASE = TwoGuests.DATABASE;

    private final Path folder;
    private final Fleet fleet;

    HalfMadeTest(@TempDir Path folder) {
        this.folder = folder;
        this.fleet = TwoGuests.declaredIn(folder);
    }

    @Test
    void they_are_named_and_their_removal_is_a_loss_that_wants_consent() {
        try (SmallNode node = nodeWithHalves()) {
            Plan plan = node.plan(fleet);

            assertThat(plan.refused()).isEmpty();
            assertThat(plan.subjects().stream().filter(Subject::isGuest))
                    .hasSize(2)
                    .allSatisfy(guest -> {
                        assertThat(guest.action()).isEqualTo(Subject.Action.RECREATE);
                        assertThat(guest.impact()).isGreaterThanOrEqualTo(Impact.RECREATE);
                        assertThat(guest.changes())
                                .extracting(Change::reason)
                                .anyMatch(reason -> reason.matches(
                                        "never finished: locked \\((create|clone)\\) with no task at work on it"));
                    });
        }
    }

    @Test
    void they_are_made_anew_and_a_second_run_changes_nothing() {
        try (SmallNode node = nodeWithHalves()) {
            assertThat(node.apply(fleet).succeeded()).isTrue();

            expectWhole(node);
        }
    }

    @Test
    void killed_after_any_call_the_next_run_finishes_the_job() {
        for (int calls = 1; calls < 60; calls += 5) {
            try (SmallNode node = nodeWithHalves()) {
                node.applyAndDie(fleet, calls, calls % 2 == 0);

                assertThat(node.apply(fleet).succeeded())
                        .as("killed after " + calls + " calls")
                        .isTrue();

                expectWhole(node);
            }
        }
    }

    @Test
    void they_can_be_deleted_as_they_are() {
        try (SmallNode node = nodeWithHalves()) {
            Plan plan = Planner.delete(Fleet.EMPTY, node.look(fleet), List.of(WEB, DATABASE));

            assertThat(plan.refused()).isEmpty();
            assertThat(node.carryOut(plan).succeeded()).isTrue();

            assertThat(node.configs()).isEmpty();
            assertThat(node.vmConfigs()).isEmpty();
        }
    }

    @Test
    void any_other_lock_stays_and_is_refused_with_what_to_do() {
        try (SmallNode node = node()) {
            node.apply(fleet);
            node.rewrite(
                    WEB,
                    Objects.requireNonNull(node.configs().get(WEB))
                            .print()
                            .replace("hostname:", "lock: snapshot\nhostname:"));

            Plan plan = node.plan(fleet);

            assertThat(plan.refused()).hasSize(1);
            assertThat(plan.refused().get(0).refusal().orElseThrow().why())
                    .contains("is locked (snapshot), and no task is at work on it");
            assertThat(plan.refused().get(0).refusal().orElseThrow().hint()).contains("pct unlock 200");
        }
    }

    private void expectWhole(SmallNode node) {
        assertThat(SmallNode.leftToDo(node.plan(fleet))).isEmpty();
        assertThat(node.configs()).containsOnlyKeys(WEB);
        assertThat(node.vmConfigs()).containsOnlyKeys(DATABASE);
        assertThat(Objects.requireNonNull(node.configs().get(WEB)).current().get("lock"))
                .isEmpty();
        assertThat(Objects.requireNonNull(node.vmConfigs().get(DATABASE))
                        .current()
                        .get("lock"))
                .isEmpty();
    }

    /** What Proxmox leaves where its creation of a container, and its clone of a VM, are cut off. */
    private SmallNode nodeWithHalves() {
        SmallNode node = node();
        node.rewrite(WEB, "lock: create\n");
        node.rewriteVm(DATABASE, "#qmclone temporary file\nlock: clone\n");
        return node;
    }

    private SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"));
    }
}
