package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.pve.VmId;

/** The way back to a snapshot: what is lost, what must go first, and what follows. */
class RollbackTest {
    private static final VmId API = new VmId(950);
    private static final VmId GATEWAY = new VmId(953);
    private static final Note MADE = Note.made(API, Found.ARCHIVE, Map.of());
    private static final Note DONE = MADE.withApplication("bbbbbbbb");
    private static final Fleet FLEET = fleet();

    @Test
    void newer_snapshots_are_named_and_deleted_first_newest_first_where_the_storage_goes_back_to_the_newest_only() {
        PlanView plan = rollBack("pre-configured", Set.of("local-zfs"), done());

        assertThat(plan.titles(950))
                .containsExactly(
                        "remove snapshot by-hand",
                        "remove snapshot final-form",
                        "mark for the rollback",
                        "roll back to pre-configured",
                        "start");
        assertThat(plan.subject(950).changes().stream().map(Change::before))
                .containsExactly("", "by-hand", "final-form");
    }

    @Test
    void other_storages_keep_the_newer_snapshots() {
        PlanView plan = rollBack("pre-configured", Set.of(), done());

        assertThat(plan.titles(950)).containsExactly("mark for the rollback", "roll back to pre-configured", "start");
        assertThat(plan.subject(950).remarks()).contains("newer snapshots stay: by-hand, final-form");
    }

    @Test
    void dependants_are_told() {
        PlanView plan = rollBack("final-form", Set.of(), done(), new Found(GATEWAY, "gateway", null));

        assertThat(plan.subject(950).remarks())
                .contains("needed by 953 (gateway), which have to do without it meanwhile");
    }

    @Test
    void a_snapshot_that_is_not_there_is_refused_with_those_that_are() {
        assertThat(rollBack("pre", Set.of(), done()).refusal(950).why())
                .isEqualTo("container 950 (api) has no snapshot 'pre'");
        assertThat(rollBack("pre", Set.of(), done()).refusal(950).hint())
                .isEqualTo("use one of: by-hand, final-form, pre-configured");
    }

    @Test
    void a_snapshot_that_is_half_deleted_is_refused_and_not_offered() {
        Found guest = done().snapshot("half", MADE, Map.of("snapstate", "delete"));

        assertThat(rollBack("half", Set.of(), guest).refusal(950).why())
                .isEqualTo("the snapshot 'half' of container 950 (api) was never finished, or is half deleted;"
                        + " Proxmox goes back to none such");
        assertThat(rollBack("half", Set.of(), guest).refusal(950).hint())
                .isEqualTo("use one of: by-hand, final-form, pre-configured");
    }

    @Test
    void foreign_guests_are_not_rolled_back() {
        Found stranger = new Found(API, "api", null).snapshot("pre-configured", MADE);

        assertThat(rollBack("pre-configured", Set.of(), stranger).refusal(950).why())
                .isEqualTo("container 950 (api) was not made by Phoenix");
    }

    @Test
    void afterwards_the_note_says_what_the_snapshot_holds_and_a_plain_plan_goes_on_from_there() {
        var planner = new RollbackPlanner(FLEET, Found.node(done()), "pre-configured", Set.of("local-zfs"));

        var after = planner.afterwards(List.of(API)).guest(API).orElseThrow();

        assertThat(after.memory().note()).contains(MADE);
        assertThat(after.memory().rolledBackTo()).isEmpty();
        assertThat(after.config().snapshots()).containsOnlyKeys("pre-configured");
        assertThat(after.running()).isFalse();
    }

    @Test
    void of_a_snapshot_with_another_state_that_nobody_recorded_all_is_checked_again() {
        var planner = new RollbackPlanner(FLEET, Found.node(done()), "by-hand", Set.of());

        assertThat(planner.afterwards(List.of(API))
                        .guest(API)
                        .orElseThrow()
                        .memory()
                        .note())
                .contains(DONE.forgettingItsWork());
    }

    @Test
    void reconfigure_from_a_snapshot_goes_back_first_and_then_does_everything_again() {
        Found found = done();
        var planner = new RollbackPlanner(FLEET, Found.node(found), "pre-configured", Set.of("local-zfs"));
        Plan rollbacks = planner.plan(List.of(API), false);
        Plan then = Planner.converge(
                FLEET,
                planner.afterwards(List.of(API)),
                List.of(API),
                Redo.IN_PLACE,
                java.nio.file.Path.of("features/phoenix.sh"));

        PlanView plan = new PlanView(RollbackPlanner.before(then, rollbacks));

        assertThat(plan.titles(950))
                .startsWith(
                        "remove snapshot by-hand",
                        "remove snapshot final-form",
                        "mark for the rollback",
                        "roll back to pre-configured",
                        "configure")
                .contains("start", "snapshot final-form");
        Step configure = plan.subject(950).steps().get(4);
        assertThat(configure.needs()).contains(new StepKey("950", "roll back"));
    }

    private static PlanView rollBack(String snapshot, Set<String> newestOnly, Found... guests) {
        return new PlanView(
                new RollbackPlanner(FLEET, Found.node(guests), snapshot, newestOnly).plan(List.of(API), true));
    }

    private static Found done() {
        return new Found(API, "api", DONE)
                .snapshot("pre-configured", MADE, Map.of("snaptime", "100", "tags", MADE.tag()))
                .snapshot("final-form", DONE, Map.of("snaptime", "200", "parent", "pre-configured"))
                .snapshot("by-hand", null, Map.of("snaptime", "200", "parent", "final-form"))
                .running();
    }

    private static Fleet fleet() {
        Wanted api = new Wanted(API, "api", new Origin.Template("debian-12-standard"));
        Wanted gateway = new Wanted(GATEWAY, "gateway", new Origin.Template("debian-12-standard"));
        gateway.dependencies.add(API);
        TreeMap<VmId, DesiredContainer> byId = new TreeMap<>();
        byId.put(API, api.value());
        byId.put(GATEWAY, gateway.value());
        return new Fleet(byId, new TreeMap<>());
    }
}
