package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Redo;
import phoenix.pve.VmId;

/** Snapshots that the file asks for by stage, beside those that are always taken. */
class StageSnapshotsTest {
    private static final VmId ID = new VmId(953);
    private static final Note MADE = Note.made(ID, Found.ARCHIVE, Map.of()).managing(java.util.Set.of("hostname"));
    private static final Note ONE = MADE.withFeature("one", "11111111");
    private static final Note BOTH = ONE.withFeature("two", "22222222");
    private static final Note RAN = BOTH.withApplication("aaaaaaaa");
    private static final Note WELL = RAN.withHealth("cccccccc");

    private final Wanted want = new Wanted(ID, "gateway", new Origin.Template("debian-12-standard"));

    StageSnapshotsTest() {
        want.features.add(new Feature("one", Path.of("features/one"), Inputs.NONE, "11111111"));
        want.features.add(new Feature("two", Path.of("features/two"), Inputs.NONE, "22222222"));
        want.applications.add(new Application(
                Path.of("app.sh"), java.util.List.of(), Inputs.NONE, "aaaaaaaa", Duration.ofMinutes(5)));
        want.healthChecks.add(new HealthCheck(
                "page", new HealthCheck.Probe.CommandLine("true"), 1, Duration.ofSeconds(1), "cccccccc"));
    }

    @Test
    void each_is_taken_right_after_its_stage() {
        asked("a", "one").asked("b", "features").asked("c", "application").asked("d", "health");

        assertThat(plan().titles(953))
                .containsSubsequence(
                        "feature one",
                        "snapshot a",
                        "feature two",
                        "snapshot b",
                        "snapshot pre-configured",
                        "application app.sh",
                        "snapshot c",
                        "health check",
                        "snapshot d",
                        "snapshot final-form");
    }

    @Test
    void those_that_hold_their_state_are_left_alone() {
        asked("a", "one").asked("b", "features").asked("c", "application").asked("d", "health");

        PlanView plan = plan(finished()
                .snapshot("a", ONE)
                .snapshot("b", BOTH)
                .snapshot("c", RAN)
                .snapshot("d", WELL));

        assertThat(plan.plan().isEmpty()).isTrue();
        assertThat(plan.subject(953).remarks()).isEmpty();
    }

    @Test
    void one_that_is_half_deleted_is_taken_anew_if_its_state_is_the_present_one_and_else_it_is_said() {
        asked("a", "one").asked("d", "health");
        Map<String, String> half = Map.of("snapstate", "delete");

        PlanView plan = plan(finished().snapshot("a", ONE, half).snapshot("d", WELL, half));

        assertThat(plan.titles(953)).containsExactly("snapshot d");
        assertThat(plan.subject(953).steps().get(0).preview().toString())
                .contains("DELETE /nodes/pve/lxc/953/snapshot/d", "POST /nodes/pve/lxc/953/snapshot");
        assertThat(plan.subject(953).changes().toString()).contains("never finished, or half deleted");
        assertThat(plan.subject(953).remarks())
                .containsExactly("no snapshot a is taken: the state after one has gone by");
    }

    @Test
    void one_that_is_asked_for_later_is_taken_if_its_state_is_the_present_one_and_else_it_is_said() {
        asked("a", "one").asked("d", "health");

        PlanView plan = plan(finished());

        assertThat(plan.titles(953)).containsExactly("snapshot d");
        assertThat(plan.subject(953).remarks())
                .containsExactly("no snapshot a is taken: the state after one has gone by");
    }

    @Test
    void the_state_between_two_features_is_kept_before_the_next_one_comes() {
        asked("a", "one");
        Note one = ONE;

        PlanView plan = plan(new Found(ID, "gateway", one).running());

        assertThat(plan.titles(953)).containsSubsequence("snapshot a", "feature two");
    }

    @Test
    void a_new_state_replaces_the_snapshot_of_the_older_one() {
        asked("b", "features");
        Note older = ONE.withFeature("two", "00000000");
        Note olderDone = older.withApplication("aaaaaaaa").withHealth("cccccccc");

        PlanView plan = plan(new Found(ID, "gateway", olderDone)
                .running()
                .snapshot("b", older)
                .snapshot("pre-configured", older)
                .snapshot("final-form", olderDone));

        assertThat(plan.titles(953)).containsSubsequence("feature two", "snapshot b", "application app.sh");
        assertThat(plan.subject(953).steps().stream()
                        .filter(step -> step.title().equals("snapshot b"))
                        .findFirst()
                        .orElseThrow()
                        .preview())
                .hasSize(2);
    }

    @Test
    void one_of_that_name_which_phoenix_did_not_take_is_refused_before_anything_is_touched() {
        asked("a", "one");

        PlanView plan = plan(finished().snapshot("a", null, Map.of()));

        assertThat(plan.refusal(953).why()).contains("has a snapshot 'a' that Phoenix did not take");
    }

    private StageSnapshotsTest asked(String name, String after) {
        want.snapshots.add(new StageSnapshot(name, after, false));
        return this;
    }

    private PlanView plan(Found... found) {
        return PlanView.of(Found.node(found), Redo.NOTHING, want.value());
    }

    private static Found finished() {
        return new Found(ID, "gateway", WELL)
                .running()
                .snapshot("pre-configured", BOTH)
                .snapshot("final-form", WELL);
    }
}
