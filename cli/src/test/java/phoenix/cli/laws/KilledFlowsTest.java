package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.RollbackPlanner;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.pve.VmId;

/**
 * Deletion, rollback and reconfiguration of a container and a VM, killed after any one call; then the same command again. Every fifth call is
 * taken by default, which begin at another in each flow; {@code -Dkill.stride=1} takes each.
 */
class KilledFlowsTest {
    private static final int STRIDE = Integer.getInteger("kill.stride", 5);
    private static final List<VmId> BOTH = List.of(TwoGuests.WEB, TwoGuests.DATABASE);

    private final Path folder;
    private final Fleet fleet;

    KilledFlowsTest(@TempDir Path folder) {
        this.folder = folder;
        this.fleet = TwoGuests.declaredIn(folder);
    }

    @Test
    void a_deletion_that_was_killed_is_ended_by_the_next_one() {
        killedAnywhere(1, node -> node.carryOut(Planner.delete(fleet, node.look(fleet), BOTH)), node -> {
            assertThat(node.configs()).isEmpty();
            assertThat(node.vmConfigs()).isEmpty();
        });
    }

    @Test
    void a_rollback_that_was_killed_is_ended_by_the_next_one_and_a_run_makes_all_whole_again() {
        killedAnywhere(2, this::rollBack, node -> {
            assertThat(node.look(fleet)
                            .guest(TwoGuests.WEB)
                            .orElseThrow()
                            .memory()
                            .note()
                            .orElseThrow()
                            .application())
                    .as("what came after the snapshot")
                    .isNull();
            Laws.expectDone(node.apply(fleet));
            expectWhole(node);
        });
    }

    @Test
    void a_reconfiguration_that_was_killed_is_ended_by_the_next_one() {
        killedAnywhere(3, node -> node.carryOut(node.planInPlace(fleet)), this::expectWhole);
    }

    @Test
    void a_reconfiguration_that_was_killed_is_ended_by_an_ordinary_run_as_well() {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(fleet));
            node.dieDuring(9, true, () -> node.carryOut(node.planInPlace(fleet)));

            Laws.expectDone(node.apply(fleet));

            expectWhole(node);
        }
    }

    /** One guest after the other, as the command has them; the container to before its application, the VM to its only snapshot. */
    private void rollBack(SmallNode node) {
        for (VmId id : BOTH) {
            String snapshot = id.equals(TwoGuests.WEB) ? "pre-configured" : "settled";
            Plan plan =
                    new RollbackPlanner(fleet, node.look(fleet), snapshot, Set.of("local-zfs")).plan(List.of(id), true);
            assertThat(plan.refused()).isEmpty();
            node.carryOut(plan);
        }
    }

    private void killedAnywhere(int first, Consumer<SmallNode> flow, Consumer<SmallNode> expectation) {
        boolean killed = true;
        for (int calls = first; killed; calls += STRIDE) {
            try (SmallNode node = node()) {
                Laws.expectDone(node.apply(fleet));
                int limit = calls;
                killed = node.dieDuring(limit, limit % 2 == 0, () -> flow.accept(node));

                flow.accept(node);

                expectation.accept(node);
            } catch (AssertionError failure) {
                throw new AssertionError("killed after " + calls + " calls: " + failure.getMessage(), failure);
            }
        }
    }

    private void expectWhole(SmallNode node) {
        assertThat(SmallNode.leftToDo(node.plan(fleet))).isEmpty();
        assertThat(node.configs()).containsOnlyKeys(TwoGuests.WEB);
        assertThat(Objects.requireNonNull(node.configs().get(TwoGuests.WEB)).snapshots())
                .containsOnlyKeys("pre-configured", "final-form");
        assertThat(node.vmConfigs()).containsOnlyKeys(TwoGuests.DATABASE);
        assertThat(Objects.requireNonNull(node.vmConfigs().get(TwoGuests.DATABASE))
                        .snapshots())
                .containsKey("settled");
    }

    private SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"));
    }
}
