package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** Starts and stops, in the order of what needs what. */
class PowerTest {
    private static final VmId DATABASE = new VmId(940);
    private static final VmId API = new VmId(950);
    private static final VmId GATEWAY = new VmId(953);
    private static final Fleet FLEET = fleet();

    @Test
    void what_a_guest_needs_is_started_before_it() {
        PlanView plan = new PlanView(
                planner(found(DATABASE), found(API), found(GATEWAY)).start(List.of(GATEWAY)));

        assertThat(plan.plan().subjects().stream().map(Subject::id)).containsExactly("940", "950", "953");
        assertThat(plan.titles(953)).containsExactly("start", "wait until it is ready");
        assertThat(plan.subject(953).steps().get(0).needs()).contains(new StepKey("950", "ready"));
    }

    @Test
    void what_runs_already_is_not_started() {
        PlanView plan =
                new PlanView(planner(found(DATABASE).running(), found(API).running(), found(GATEWAY))
                        .start(List.of(GATEWAY)));

        assertThat(plan.titles(940)).isEmpty();
        assertThat(plan.titles(953)).containsExactly("start", "wait until it is ready");
    }

    @Test
    void stopping_a_guest_leaves_what_it_needs_running() {
        PlanView plan = new PlanView(all().stop(List.of(GATEWAY)));

        assertThat(plan.plan().subjects().stream().map(Subject::id)).containsExactly("953");
        assertThat(plan.titles(953)).containsExactly("stop");
    }

    @Test
    void the_running_guests_that_need_a_stopped_one_are_known_through_others_too() {
        assertThat(all().runningDependants(List.of(DATABASE))).containsExactly(API, GATEWAY);
        assertThat(all().runningDependants(List.of(DATABASE, API, GATEWAY))).isEmpty();
        assertThat(planner(found(DATABASE).running(), found(API)).runningDependants(List.of(DATABASE)))
                .isEmpty();
    }

    @Test
    void guests_that_are_restarted_together_stop_dependants_first_and_start_dependants_last() {
        PlanView plan = new PlanView(all().restart(List.of(API, GATEWAY)));

        assertThat(plan.titles(950)).containsExactly("stop", "start", "wait until it is ready");
        assertThat(step(plan, 950, "stop").needs()).contains(new StepKey("953", "stop"));
        assertThat(step(plan, 953, "start").needs()).contains(new StepKey("950", "ready"));
    }

    @Test
    void a_restart_ends_what_the_note_says_is_waiting_for_one() {
        Found waiting = new Found(API, "api", note(API).waitingForRestart(true)).running();

        assertThat(new PlanView(planner(waiting).restart(List.of(API))).titles(950))
                .containsExactly("stop", "start", "note that no restart is due", "wait until it is ready");
    }

    @Test
    void a_foreign_guest_a_template_and_one_that_is_not_there_are_refused() {
        Found stranger = new Found(API, "api", null);
        PlanView plan =
                new PlanView(planner(stranger, found(new VmId(900))).start(List.of(API, new VmId(900), DATABASE)));

        assertThat(plan.refusal(950).why()).isEqualTo("container 950 (api) was not made by Phoenix");
        assertThat(plan.refusal(900).why()).contains("is a template, and is kept stopped");
        assertThat(plan.refusal(940).why()).isEqualTo("guest 940 (database) is not there");
        assertThat(plan.refusal(940).hint()).isEqualTo("make it first: phoenix 940");
    }

    private static phoenix.orchestrator.plan.Step step(PlanView plan, int id, String title) {
        return plan.subject(id).steps().stream()
                .filter(step -> step.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    private static PowerPlanner all() {
        return planner(
                found(DATABASE).running(), found(API).running(), found(GATEWAY).running());
    }

    private static PowerPlanner planner(Found... guests) {
        return new PowerPlanner(FLEET, Found.node(guests));
    }

    private static Found found(VmId id) {
        return new Found(id, FLEET.guest(id).orElseThrow().name(), note(id));
    }

    private static Note note(VmId id) {
        return Note.made(id, "debian-12", Map.of());
    }

    private static Fleet fleet() {
        Origin debian = new Origin.Template("debian-12-standard");
        Wanted base = new Wanted(new VmId(900), "base", debian);
        base.templateSnapshot = "ready";
        Wanted database = new Wanted(DATABASE, "database", debian);
        Wanted api = new Wanted(API, "api", debian);
        api.dependencies.add(DATABASE);
        Wanted gateway = new Wanted(GATEWAY, "gateway", debian);
        gateway.dependencies.add(API);
        TreeMap<VmId, DesiredContainer> byId = new TreeMap<>();
        Stream.of(base, database, api, gateway).map(Wanted::value).forEach(each -> byId.put(each.id(), each));
        return new Fleet(byId, new TreeMap<>());
    }
}
