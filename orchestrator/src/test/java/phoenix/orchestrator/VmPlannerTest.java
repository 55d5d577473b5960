package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static phoenix.orchestrator.PlannedVms.docker;
import static phoenix.orchestrator.PlannedVms.finishedTemplate;
import static phoenix.orchestrator.PlannedVms.guest;
import static phoenix.orchestrator.PlannedVms.last;
import static phoenix.orchestrator.PlannedVms.node;
import static phoenix.orchestrator.PlannedVms.nothing;
import static phoenix.orchestrator.PlannedVms.plan;
import static phoenix.orchestrator.PlannedVms.previews;
import static phoenix.orchestrator.PlannedVms.sent;
import static phoenix.orchestrator.PlannedVms.settledClone;
import static phoenix.orchestrator.PlannedVms.subject;
import static phoenix.orchestrator.PlannedVms.template;
import static phoenix.orchestrator.PlannedVms.titles;
import static phoenix.orchestrator.PlannedVms.web;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.check.TestHistory;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.Resources;
import phoenix.orchestrator.desired.StageSnapshot;
import phoenix.orchestrator.desired.Suite;
import phoenix.orchestrator.desired.Suites;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** How VMs are made, changed, waited for and deleted, by the two of {@link PlannedVms}. */
class VmPlannerTest {
    @Test
    void a_template_is_imported_booted_once_sealed_and_converted_and_its_clone_waits_for_that() {
        Plan plan = plan(nothing(), template().value(), docker().value());

        assertThat(titles(plan, 8000))
                .containsExactly(
                        "cloud-init documents",
                        "create",
                        "start",
                        "wait until it is ready",
                        "seal for cloning",
                        "stop",
                        "make it a template");
        assertThat(titles(plan, 8001))
                .containsExactly(
                        "clone from 8000",
                        "configure",
                        "grow scsi0 to 32G",
                        "start",
                        "wait until it is ready",
                        "feature docker",
                        "snapshot initial");
        assertThat(subject(plan, 8001).steps().get(0).needs())
                .extracting(Object::toString)
                .containsExactly("8000/template");
    }

    @Test
    void a_finished_template_and_its_clone_change_nothing_and_nothing_is_waited_for() {
        Plan plan =
                plan(node(finishedTemplate(), settledClone(true)), template().value(), docker().value());

        assertThat(plan.subjects()).flatExtracting(Subject::changes).isEmpty();
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void the_tests_of_a_template_come_while_it_still_runs() {
        DesiredVm wanted = template().value();
        Suite suite = new Suite(
                "deep",
                true,
                List.of(new Suite.Test(
                        "answers",
                        new Suite.Work.Ask(new HealthCheck.Probe.CommandLine("true")),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ZERO)));
        Fleet fleet = new Fleet(new TreeMap<>(), new TreeMap<>(Map.of(wanted.id(), wanted)));
        Suites suites = Suites.of(List.of(), Map.of(wanted.id(), List.of(suite)));

        Plan plan = new TestPlanner(
                        "pve", fleet, suites, Path.of("features/phoenix.sh"), TestHistory.NONE, Instant.EPOCH)
                .after(plan(nothing(), wanted), true, List.of(wanted.id()));

        assertThat(titles(plan, 8000))
                .containsSubsequence("deep: answers", "note that deep is green", "seal for cloning", "stop");
    }

    @Test
    void memory_needs_a_restart_and_the_restart_is_waited_for() {
        WantedVm wanted = docker();
        wanted.resources = new Resources(4096, null, 2, null, null);

        Plan plan =
                plan(node(finishedTemplate(), settledClone(true)), template().value(), wanted.value());

        assertThat(titles(plan, 8001)).containsExactly("configure", "restart", "wait until it is ready");
        assertThat(subject(plan, 8001).impact()).isEqualTo(Impact.RESTART);
    }

    @Test
    void a_clone_that_waited_for_a_restart_and_was_stopped_since_waits_for_nothing_and_the_plan_says_so() {
        ActualGuest settled = settledClone(false);
        Note waiting = settled.memory().note().orElseThrow().waitingForRestart(true);
        ActualGuest stopped = guest(8001, waiting, settled.options(), false);

        Plan plan = plan(node(finishedTemplate(), stopped), template().value(), docker().value());

        assertThat(subject(plan, 8001).changes())
                .contains(new Change("pending", "", "", "it was stopped since: nothing waits any more", Impact.NONE));
        assertThat(titles(plan, 8001)).doesNotContain("restart");
    }

    @Test
    void a_stopped_clone_is_started_and_waited_for() {
        Plan plan =
                plan(node(finishedTemplate(), settledClone(false)), template().value(), docker().value());

        assertThat(titles(plan, 8001)).containsExactly("start", "wait until it is ready");
    }

    @Test
    void a_changed_document_is_written_and_says_that_cloud_init_runs_anew_at_the_next_boot() {
        WantedVm wanted = docker();
        wanted.cloudInit = new CloudInit(List.of(), List.of("nginx"), List.of(), List.of(), List.of(), null, List.of());

        Plan plan =
                plan(node(finishedTemplate(), settledClone(true)), template().value(), wanted.value());

        assertThat(titles(plan, 8001)).startsWith("cloud-init documents", "configure", "restart");
        assertThat(previews(plan, 8001)).noneMatch(call -> call.contains("remove on the node"));
        assertThat(subject(plan, 8001).changes())
                .anyMatch(change -> change.attribute().equals("cicustom")
                        && change.reason().contains("cloud-init runs anew at the next boot"));
    }

    @Test
    void without_a_shell_what_needs_a_document_is_refused_with_the_way_out() {
        WantedVm wanted = docker();
        wanted.cloudInit = new CloudInit(List.of(), List.of("nginx"), List.of(), List.of(), List.of(), null, List.of());
        Actual token = node(new Access(false, false), finishedTemplate());

        Subject.Refusal refusal = subject(plan(token, template().value(), wanted.value()), 8001)
                .refusal()
                .orElseThrow();

        assertThat(refusal.why()).contains("which no API of Proxmox's can write");
        assertThat(refusal.hint()).contains("PROXMOX_VE_SSH_USERNAME");
    }

    @Test
    void snapshots_are_taken_at_their_stages_with_memory_where_that_is_asked_for() {
        WantedVm wanted = docker();
        wanted.snapshots.add(new StageSnapshot("bare", "features", false));
        wanted.snapshots.add(new StageSnapshot("warm", "health", true));

        List<String> calls = previews(plan(nothing(), template().value(), wanted.value()), 8001).stream()
                .filter(call -> call.contains("/snapshot"))
                .toList();

        assertThat(calls).hasSizeGreaterThanOrEqualTo(2);
        assertThat(calls.get(0)).endsWith("snapname=bare");
        assertThat(calls.get(1)).contains("snapname=warm").contains("vmstate=1");
    }

    @Test
    void a_container_that_depends_on_a_vm_starts_once_that_is_done() {
        Wanted web = new Wanted(
                new VmId(953),
                "web",
                new phoenix.orchestrator.desired.DesiredContainer.Origin.Clone(new VmId(900), "pre-configured"));
        web.dependencies.add(new VmId(8001));
        Fleet fleet = new Fleet(
                new TreeMap<>(Map.of(new VmId(953), web.value())),
                new TreeMap<>(Map.of(new VmId(8000), template().value(), new VmId(8001), docker().value())));

        Plan plan = Planner.converge(fleet, nothing(), List.of(new VmId(953)), Path.of("features/phoenix.sh"));

        assertThat(plan.subjects()).extracting(Subject::id).containsExactly("8000", "8001", "953");
        assertThat(subject(plan, 953).steps().stream()
                        .filter(step -> step.title().equals("start"))
                        .findFirst()
                        .orElseThrow()
                        .needs())
                .extracting(Object::toString)
                .contains("8001/snapshot initial");
    }

    @Test
    void a_running_vm_is_stopped_before_it_is_deleted_and_no_force_is_used() {
        Plan plan = Planner.delete(Fleet.EMPTY, node(settledClone(true)), List.of(new VmId(8001)));

        assertThat(titles(plan, 8001)).containsExactly("stop", "delete");
        assertThat(previews(plan, 8001)).contains("DELETE /nodes/pve/qemu/8001 destroy-unreferenced-disks=1 purge=1");
    }

    @Test
    void a_vm_that_was_left_before_cloud_init_was_done_is_waited_for_again() {
        WantedVm wanted = web(null);
        Plan first = plan(nothing(), template().value(), wanted.value());
        Map<String, String> options = sent(first, 8001);
        options.put("scsi0", "local-zfs:base-8000-disk-0/vm-8001-disk-0,size=3G");
        Note done = last(first, 8001);
        Note begun = Note.made(new VmId(8001), done.base(), done.features()).managing(done.managed());

        Plan left = plan(
                node(finishedTemplate(), guest(8001, begun, options, true)),
                template().value(),
                wanted.value());
        Plan settled = plan(
                node(finishedTemplate(), guest(8001, done, options, true)),
                template().value(),
                wanted.value());

        assertThat(titles(left, 8001)).containsExactly("wait until it is ready");
        assertThat(titles(settled, 8001)).isEmpty();
    }

    @Test
    void the_documents_of_a_deleted_vm_go_with_it() {
        Plan plan = Planner.delete(Fleet.EMPTY, node(finishedTemplate()), List.of(new VmId(8000)));

        assertThat(titles(plan, 8000)).containsExactly("delete", "remove old cloud-init documents");
    }
}
