package phoenix.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.node.BusyNode;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.RunResult.Verdict;
import phoenix.pve.Upid;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveException;
import phoenix.pve.api.PveException.TaskFailed.Outlook;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.shell.LocalShell;

@Timeout(60)
class RunnerTest {
    private static final Upid UPID = Upid.parse("UPID:pve:00000001:00000002:655F0000:vzstart:953:root@pam:");

    @TempDir
    private Path logs;

    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void a_step_begins_when_all_that_it_needs_has_ended() {
        RunResult result =
                run(step("900/create"), step("953/clone", "900/snapshot"), step("900/snapshot", "900/create"));

        assertThat(order).containsExactly("900/create", "900/snapshot", "953/clone");
        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void a_lock_is_waited_for_and_its_holder_is_told() {
        BusyNode node = new BusyNode("UPID:pve:00001000:00002000:67000000:vzdump:953:root@pam:", 1);
        PveException locked = new PveException.Conflict("cannot start 953: CT is locked (backup)", "wait");
        FakeStep start = FakeStep.trying("953/start", attempt -> () -> {
            if (attempt <= 2) {
                throw locked;
            }
        });

        RunResult result = runner(node.access()).run(plan(start));

        assertThat(result.succeeded()).isTrue();
        assertThat(events)
                .filteredOn(RunEvent.StepRetried.class::isInstance)
                .hasSize(2)
                .allSatisfy(event -> assertThat(((RunEvent.StepRetried) event).why())
                        .startsWith("cannot start 953: CT is locked (backup); waiting for vzdump of root@pam, begun "));
    }

    @Test
    void of_those_that_could_begin_the_one_goes_first_that_the_longest_chain_waits_for() {
        run(
                FakeStep.inLane("1/alone", "lane", () -> order.add("1/alone")),
                FakeStep.inLane("2/first", "lane", () -> order.add("2/first")),
                step("2/second", "2/first"),
                step("2/third", "2/second"));

        assertThat(order).startsWith("2/first").contains("1/alone");
    }

    @Test
    void a_step_that_is_true_already_is_not_done_and_does_not_count_as_a_change() {
        FakeStep start = step("953/start").trueAlready();

        RunResult result = run(start);

        assertThat(start.tried()).isZero();
        assertThat(verdicts(result)).containsEntry("953", Verdict.UNCHANGED);
    }

    @Test
    void steps_that_do_not_need_each_other_run_side_by_side() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Runnable meet = () -> {
            try {
                both.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new StepFailure("the other step did not run at the same time", "", List.of());
            }
        };

        RunResult result = run(FakeStep.doing("1/a", meet), FakeStep.doing("2/a", meet));

        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void one_lane_is_held_by_one_step_at_a_time() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Runnable clone = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1_000_000);
            inside.decrementAndGet();
        };

        Step[] clones = new Step[30];
        Arrays.setAll(clones, i -> FakeStep.inLane(i + "/clone", "clone of 900", clone));
        RunResult result = run(clones);

        assertThat(result.succeeded()).isTrue();
        assertThat(most).hasValue(1);
    }

    @Test
    void a_failure_blocks_what_needs_it_names_the_first_cause_and_leaves_the_rest_alone() {
        RunResult result = run(
                FakeStep.doing("900/create", () -> {
                    throw new StepFailure("no space left", "make room");
                }),
                step("900/start", "900/create"),
                step("953/clone", "900/start"),
                step("910/create"));

        assertThat(verdicts(result))
                .containsEntry("900", Verdict.FAILED)
                .containsEntry("953", Verdict.BLOCKED)
                .containsEntry("910", Verdict.CHANGED);
        assertThat(result.blockerOf(subject(result, "953"))).contains(FakeStep.key("900/create"));
        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void a_failed_task_is_tried_as_often_as_its_step_allows() {
        FakeStep start = FakeStep.trying("953/start", attempt -> () -> {
            if (attempt < 3) {
                throw new PveException.TaskFailed(
                        "cannot start", "look", UPID, "failed", List.of("cgroup is busy"), Outlook.UNKNOWN);
            }
        });

        RunResult result = run(start);

        assertThat(start.tried()).isEqualTo(3);
        assertThat(result.succeeded()).isTrue();
        assertThat(events).filteredOn(RunEvent.StepRetried.class::isInstance).hasSize(2);
    }

    @Test
    void a_task_that_failed_for_what_lasts_is_not_tried_again() {
        FakeStep start = FakeStep.doing("953/start", () -> {
            throw new PveException.TaskFailed(
                    "cannot start",
                    "make the bridge",
                    UPID,
                    "bridge 'vmbr7' does not exist",
                    List.of(),
                    Outlook.LASTING);
        });

        RunResult result = run(start);

        assertThat(start.tried()).isEqualTo(1);
        assertThat(result.failureOf(subject(result, "953")).orElseThrow().hint())
                .isEqualTo("make the bridge");
    }

    @Test
    void a_task_that_goes_on_failing_ends_with_the_lines_of_its_log() {
        RunResult result = run(FakeStep.doing("953/start", () -> {
            throw new PveException.TaskFailed(
                    "cannot start", "look", UPID, "failed", List.of("cgroup is busy"), Outlook.UNKNOWN);
        }));

        StepOutcome.Failed failure = result.failureOf(subject(result, "953")).orElseThrow();
        assertThat(failure.details()).containsExactly("cgroup is busy");
        assertThat(failure.hint()).isEqualTo("look");
    }

    @Test
    void a_call_whose_answer_was_lost_is_not_made_again_if_it_took() {
        FakeStep[] self = new FakeStep[1];
        self[0] = FakeStep.trying("953/clone", attempt -> () -> {
            self[0].trueAlready();
            throw new PveException.Unavailable("connection lost", "", true);
        });

        RunResult result = run(self[0]);

        assertThat(self[0].tried()).isEqualTo(1);
        assertThat(result.succeeded()).isTrue();
    }

    @Test
    void what_is_rejected_is_not_tried_again() {
        FakeStep create = FakeStep.doing("953/create", () -> {
            throw new PveException.Rejected("storage 'fast' does not exist", "use another");
        });

        run(create);

        assertThat(create.tried()).isEqualTo(1);
    }

    @Test
    void what_is_not_there_yet_is_waited_for() {
        FakeStep ready = FakeStep.trying("953/ready", attempt -> () -> {
            if (attempt < 8) {
                throw new NotYet("no address", "look");
            }
        });

        assertThat(run(ready).succeeded()).isTrue();
    }

    @Test
    void after_a_stop_the_running_step_is_finished_and_nothing_else_begun() {
        Runner[] runner = new Runner[1];
        FakeStep first = FakeStep.doing("953/start", () -> runner[0].stop());
        FakeStep second = step("953/feature", "953/start");
        runner[0] = runner();

        RunResult result = runner[0].run(plan(first, second));

        assertThat(first.tried()).isEqualTo(1);
        assertThat(second.tried()).isZero();
        assertThat(result.stopped()).isTrue();
        assertThat(verdicts(result)).containsEntry("953", Verdict.UNFINISHED);
    }

    @Test
    void an_error_of_our_own_ends_its_step_and_not_the_run() {
        RunResult result = run(
                FakeStep.doing("900/create", () -> {
                    throw new IllegalStateException("oops");
                }),
                step("910/create"));

        assertThat(verdicts(result)).containsEntry("900", Verdict.FAILED).containsEntry("910", Verdict.CHANGED);
    }

    private FakeStep step(String name, String... needs) {
        return FakeStep.doing(name, () -> order.add(name), needs);
    }

    private RunResult run(Step... steps) {
        return runner().run(plan(steps));
    }

    private Runner runner() {
        return runner(new NodeAccess("pve", new PveClient(new PveshTransport(new LocalShell())), Optional.empty()));
    }

    private Runner runner(NodeAccess node) {
        return new Runner(
                node,
                new FolderLogs(logs, Clock.systemUTC()),
                events::add,
                new Retrying(Duration.ofMillis(10)),
                Clock.systemUTC());
    }

    private static Plan plan(Step... steps) {
        Map<String, List<Step>> bySubject = new LinkedHashMap<>();
        for (Step step : steps) {
            bySubject
                    .computeIfAbsent(step.key().subject(), key -> new ArrayList<>())
                    .add(step);
        }
        return new Plan(bySubject.entrySet().stream()
                .map(entry -> new Subject(
                        entry.getKey(),
                        entry.getKey(),
                        Subject.Action.CHANGE,
                        List.of(),
                        entry.getValue(),
                        List.of(),
                        Optional.empty()))
                .toList());
    }

    private static Subject subject(RunResult result, String id) {
        return result.plan().subjects().stream()
                .filter(subject -> subject.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Verdict> verdicts(RunResult result) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        result.plan().subjects().forEach(subject -> verdicts.put(subject.id(), result.of(subject)));
        return verdicts;
    }
}
