package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestKind;
import phoenix.pve.Upid;
import phoenix.pve.VmId;

class TaskWaitTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PURPOSE = "create container 953 (gateway) as a clone of 900";

    private final List<String> lines = new ArrayList<>();

    private TaskOutcome await(FakeTask task) {
        return new PveClient(task, task).await(FakeTask.UPID, PURPOSE, LIMIT, lines::add);
    }

    private static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }

    @Test
    void a_task_that_ended_ok_has_no_warnings() {
        FakeTask task = new FakeTask().prints(seconds(0), "a", "TASK OK").ends(seconds(0), "OK");

        TaskOutcome outcome = await(task);

        assertThat(outcome).isEqualTo(new TaskOutcome(FakeTask.UPID, List.of()));
        assertThat(task.pauses()).isEmpty();
    }

    @Test
    void the_pauses_grow_to_a_second() {
        FakeTask task = new FakeTask().ends(seconds(10), "OK");

        await(task);

        assertThat(task.pauses().get(0)).isEqualTo(Duration.ofMillis(50));
        assertThat(task.pauses()).isSorted().last().isEqualTo(seconds(1));
        assertThat(task.now()).isLessThan(seconds(11));
    }

    @Test
    void each_line_of_the_log_comes_once_and_in_order() {
        FakeTask task = new FakeTask()
                .prints(seconds(0), "one")
                .prints(seconds(1), "two", "three")
                .prints(seconds(4), "four", "TASK OK")
                .ends(seconds(4), "OK");

        await(task);

        assertThat(lines).containsExactly("one", "two", "three", "four", "TASK OK");
    }

    @Test
    void a_line_that_may_be_half_printed_waits() {
        FakeTask task = new FakeTask().prints(seconds(0), "one", "tw").interruptsTheFirstPause();

        assertThatThrownBy(() -> await(task)).isInstanceOf(PveException.Interrupted.class);

        assertThat(lines).containsExactly("one");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_log_longer_than_one_page_is_read_whole() {
        String[] many = IntStream.range(0, 1203).mapToObj(i -> "line " + i).toArray(String[]::new);
        FakeTask task = new FakeTask().prints(seconds(0), many).ends(seconds(3), "OK");

        await(task);

        assertThat(lines).containsExactly(many);
    }

    @Test
    void an_empty_log_has_no_lines() {
        await(new FakeTask().ends(seconds(1), "OK"));

        assertThat(lines).isEmpty();
    }

    @Test
    void warnings_are_a_success_and_are_told() {
        FakeTask task = new FakeTask()
                .prints(seconds(0), "a", "WARN: old kernel", "b", "WARN: no swap", "TASK WARNINGS: 2")
                .ends(seconds(1), "WARNINGS: 2");

        TaskOutcome outcome = await(task);

        assertThat(outcome.warnings()).containsExactly("WARN: old kernel", "WARN: no swap");
    }

    @Test
    void a_failure_brings_the_last_lines() {
        String[] many = IntStream.range(0, 50).mapToObj(i -> "line " + i).toArray(String[]::new);
        FakeTask task = new FakeTask().prints(seconds(0), many).ends(seconds(1), "command 'tar' failed: exit code 2");

        PveException.TaskFailed failure = catchThrowableOfType(PveException.TaskFailed.class, () -> await(task));

        assertThat(failure).hasMessage("cannot " + PURPOSE + ": command 'tar' failed: exit code 2");
        assertThat(failure.lastLines()).hasSize(20).last().isEqualTo("line 49");
        assertThat(failure.stillRunning()).isFalse();
    }

    @Test
    void a_task_that_was_killed_has_failed() {
        assertThatThrownBy(() -> await(new FakeTask().ends(seconds(1), "unexpected status")))
                .isInstanceOf(PveException.TaskFailed.class)
                .hasMessageEndingWith(": unexpected status");
    }

    @Test
    void words_that_only_look_like_warnings_are_a_failure() {
        assertThatThrownBy(() -> await(new FakeTask().ends(seconds(1), "WARNINGS: many")))
                .isInstanceOf(PveException.TaskFailed.class);
    }

    @Test
    void a_task_that_is_not_known_yet_is_waited_for() {
        await(new FakeTask().isKnownFrom(seconds(2)).ends(seconds(3), "OK"));
    }

    @Test
    void a_task_that_stays_unknown_does_not_exist() {
        FakeTask task = new FakeTask().isKnownFrom(seconds(100)).ends(seconds(3), "OK");

        assertThatThrownBy(() -> await(task)).isInstanceOf(PveException.NotFound.class);
        assertThat(task.now()).isLessThan(seconds(8));
    }

    @Test
    void a_node_that_is_away_for_a_moment_is_waited_for() {
        await(new FakeTask().isAway(seconds(2), seconds(20)).ends(seconds(10), "OK"));
    }

    @Test
    void a_node_that_stays_away_is_given_up_on() {
        FakeTask task = new FakeTask().isAway(seconds(100), seconds(1000)).ends(seconds(200), "OK");

        assertThatThrownBy(() -> await(task)).isInstanceOf(PveException.Unavailable.class);
        assertThat(task.now()).isBetween(seconds(130), seconds(133));
    }

    @Test
    void a_task_that_takes_too_long_is_left_running() {
        FakeTask task = new FakeTask().prints(seconds(0), "a", "b").ends(seconds(1000), "OK");

        PveException.TaskFailed failure = catchThrowableOfType(PveException.TaskFailed.class, () -> await(task));

        assertThat(failure).hasMessage("cannot " + PURPOSE + ": not done within 300 s, and still running");
        assertThat(failure.hint()).contains(FakeTask.UPID.toString());
        assertThat(failure.stillRunning()).isTrue();
        assertThat(task.calls()).doesNotContain("DELETE " + FakeTask.UPID);
    }

    @Test
    void an_interrupt_is_obeyed_and_stays_set() {
        FakeTask task = new FakeTask().ends(seconds(10), "OK").interruptsTheFirstPause();

        assertThatThrownBy(() -> await(task))
                .isInstanceOf(PveException.Interrupted.class)
                .hasMessage(
                        "interrupted while waiting to " + PURPOSE + "; the task goes on on the node: " + FakeTask.UPID);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_request_is_sent_once_and_its_task_waited_for() {
        FakeTask task = new FakeTask().prints(seconds(1), "x").ends(seconds(2), "OK");
        Request<Upid> request =
                GuestApi.start(new GuestPath(GuestKind.CONTAINER, "pve", new VmId(953), "container 953 (gateway)"));

        TaskOutcome outcome = new PveClient(task, task).sendTask(request, LIMIT, lines::add);

        assertThat(outcome.upid()).isEqualTo(FakeTask.UPID);
        assertThat(task.calls()).filteredOn(call -> call.startsWith("POST")).containsExactly("POST start");
        assertThat(lines).containsExactly("x");
    }

    @Test
    void where_the_call_lasts_as_long_as_the_task_lines_come_once_and_the_status_still_decides() {
        FakeTask task = new FakeTask()
                .prints(seconds(1), "x", "y")
                .ends(seconds(2), "exit code 1")
                .runsInTheForeground();
        Request<Upid> request =
                GuestApi.start(new GuestPath(GuestKind.CONTAINER, "pve", new VmId(953), "container 953 (gateway)"));

        assertThatThrownBy(() -> new PveClient(task, task).sendTask(request, LIMIT, lines::add))
                .isInstanceOf(PveException.TaskFailed.class)
                .hasMessage("cannot start container 953 (gateway): exit code 1");
        assertThat(lines).containsExactly("x", "y");
    }
}
