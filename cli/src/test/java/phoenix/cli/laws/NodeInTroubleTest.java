package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.GuestPath;
import phoenix.pve.api.StorageConfigApi;

/** What goes wrong with the node itself: each time a message that says what and what to do, and a next run that ends well once it is mended. */
class NodeInTroubleTest {
    private final Path folder;
    private final Fleet fleet;

    NodeInTroubleTest(@TempDir Path folder) {
        this.folder = folder;
        this.fleet = TwoGuests.declaredIn(folder);
    }

    @Test
    void a_storage_that_is_off_when_the_run_begins_is_refused_and_nothing_is_touched() {
        try (SmallNode node = node()) {
            switchStorage(node, false);

            Plan plan = node.plan(fleet);

            Subject.Refusal refusal = refusalOf(plan, TwoGuests.WEB.toString());
            assertThat(refusal.why())
                    .contains("storage 'local-zfs' of container 200 (web) is not there, or not active, on node pve");

            switchStorage(node, true);
            Laws.expectDone(node.apply(fleet));
        }
    }

    @Test
    void a_storage_that_goes_away_between_plan_and_run_fails_its_guests_and_the_next_run_makes_them() {
        try (SmallNode node = node()) {
            Plan plan = node.plan(fleet);
            switchStorage(node, false);

            StepOutcome.Failed failure = failureOf(node.carryOut(plan), TwoGuests.WEB.toString());

            assertThat(failure.message())
                    .contains("container 200 (web)")
                    .contains("local-zfs")
                    .contains("is disabled");
            assertThat(failure.hint()).contains("enable it, or use another");

            switchStorage(node, true);
            Laws.expectDone(node.apply(fleet));
            assertThat(SmallNode.leftToDo(node.plan(fleet))).isEmpty();
        }
    }

    @Test
    void a_template_that_is_gone_when_it_is_needed_is_said_to_be_and_fetched_by_the_next_run() throws IOException {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(fleet));
            node.carryOut(Planner.delete(Fleet.EMPTY, node.look(fleet), List.of(TwoGuests.WEB)));
            Plan plan = node.plan(fleet);
            removeTemplates(node);

            StepOutcome.Failed failure = failureOf(node.carryOut(plan), TwoGuests.WEB.toString());

            assertThat(failure.message()).contains("create container 200 (web)").contains("does not exist");
            assertThat(failure.hint()).contains("fetch the template first");

            Laws.expectDone(node.apply(fleet));
            assertThat(SmallNode.leftToDo(node.plan(fleet))).isEmpty();
        }
    }

    @Test
    void after_a_reboot_in_the_middle_what_was_half_made_is_made_anew_and_what_was_stopped_runs_again() {
        try (SmallNode node = node()) {
            Laws.expectDone(node.apply(fleet));
            stop(node, GuestKind.CONTAINER, TwoGuests.WEB);
            stop(node, GuestKind.VM, TwoGuests.DATABASE);
            node.rewrite(TwoGuests.WEB, "lock: create\nhostname: web\n");

            Plan plan = node.plan(fleet);
            assertThat(plan.subjects())
                    .filteredOn(subject -> subject.id().equals("200"))
                    .extracting(Subject::action)
                    .containsExactly(Subject.Action.RECREATE);
            assertThat(SmallNode.steps(plan)).contains("300/start");

            Laws.expectDone(node.carryOut(plan));
            assertThat(SmallNode.leftToDo(node.plan(fleet))).isEmpty();
        }
    }

    private static void stop(SmallNode node, GuestKind kind, VmId id) {
        GuestPath guest = new GuestPath(kind, "pve", id, id.toString());
        node.client().sendTask(GuestApi.stop(guest), Duration.ofSeconds(30), line -> {});
    }

    private static void switchStorage(SmallNode node, boolean on) {
        node.client().send(StorageConfigApi.update("local-zfs", Map.of("disable", on ? "0" : "1")));
    }

    private static void removeTemplates(SmallNode node) throws IOException {
        try (Stream<Path> files = Files.walk(node.node().root())) {
            for (Path file : files.filter(
                            file -> file.toString().contains("/template/cache/") && Files.isRegularFile(file))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private static Subject.Refusal refusalOf(Plan plan, String id) {
        return plan.refused().stream()
                .filter(subject -> subject.id().equals(id))
                .findFirst()
                .flatMap(Subject::refusal)
                .orElseThrow();
    }

    private static StepOutcome.Failed failureOf(RunResult result, String id) {
        Subject subject = result.plan().subjects().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        return result.failureOf(subject).orElseThrow();
    }

    private SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("helper.sh"));
    }
}
