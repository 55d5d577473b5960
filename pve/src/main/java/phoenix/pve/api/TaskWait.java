package phoenix.pve.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import phoenix.pve.Upid;

/**
 * Waits for one task. Confined to one thread.
 *
 * <ol>
 *   <li>Ask for the task's status, then for what is new in its log.
 *   <li>Ended: {@code OK} and {@code WARNINGS: n} are good ends, everything else is a bad one.
 *   <li>Not ended: pause, 0.05 s at first, half as long again each time, 1 s at most; then from the start until the limit.
 * </ol>
 *
 * <p>A task is known a moment after its name is, and a node may be out of reach for a moment: neither ends the waiting at once.
 */
final class TaskWait {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration UNKNOWN_AT_FIRST = Duration.ofSeconds(5);
    private static final Duration OUT_OF_REACH = Duration.ofSeconds(30);
    private static final int LINES_AT_ONCE = 500;
    private static final int LAST_LINES = 20;

    private final PveClient client;
    private final Pace pace;
    private final Upid upid;
    private final String purpose;
    private final Duration limit;
    private final Consumer<String> logLines;
    private final long since;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private long linesSeen;
    private long reachedAt;

    TaskWait(PveClient client, Pace pace, Upid upid, String purpose, Duration limit, Consumer<String> logLines) {
        this.client = client;
        this.pace = pace;
        this.upid = upid;
        this.purpose = purpose;
        this.limit = limit;
        this.logLines = logLines;
        this.since = pace.nanos();
        this.reachedAt = since;
    }

    TaskOutcome toItsEnd() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            TaskStatus status = look();
            if (!status.running()) {
                return judge(status.exitStatus());
            }
            if (passedSince(since).compareTo(limit) >= 0) {
                throw new PveException.TaskFailed(
                        "cannot " + purpose + ": not done within " + limit.toSeconds() + " s, and still running",
                        "wait for task " + upid + " to end, or stop it, then run again",
                        upid,
                        "",
                        List.copyOf(lastLines),
                        PveException.TaskFailed.Outlook.PASSING);
            }
            pause(pause);
            pause = min(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
        }
    }

    /** The status, with the log read up to it. A task that cannot be looked at for a moment counts as running. */
    private TaskStatus look() {
        try {
            TaskStatus status = client.send(NodeApi.taskStatus(upid));
            readLog(!status.running());
            reachedAt = pace.nanos();
            return status;
        } catch (PveException.NotFound e) {
            if (passedSince(since).compareTo(UNKNOWN_AT_FIRST) > 0) {
                throw e;
            }
        } catch (PveException.Unavailable e) {
            if (passedSince(reachedAt).compareTo(OUT_OF_REACH) > 0) {
                throw e;
            }
        }
        return TaskStatus.RUNNING;
    }

    /** While the task runs the last line is left for later: it may be half of one. */
    private void readLog(boolean ended) {
        while (true) {
            List<TaskLogLine> lines = client.send(NodeApi.taskLog(upid, linesSeen, LINES_AT_ONCE));
            boolean whole = lines.size() < LINES_AT_ONCE;
            int usable = whole && !ended ? lines.size() - 1 : lines.size();
            for (int i = 0; i < usable; i++) {
                take(lines.get(i).text());
            }
            if (whole) {
                return;
            }
        }
    }

    private void take(String line) {
        linesSeen++;
        lastLines.addLast(line);
        if (lastLines.size() > LAST_LINES) {
            lastLines.removeFirst();
        }
        if (line.startsWith("WARN")) {
            warnings.add(line);
        }
        logLines.accept(line);
    }

    private TaskOutcome judge(String exitStatus) {
        if (exitStatus.equals("OK")) {
            return new TaskOutcome(upid, List.of());
        }
        if (exitStatus.matches("WARNINGS: [0-9]+")) {
            return new TaskOutcome(upid, warnings.isEmpty() ? List.of(exitStatus) : warnings);
        }
        throw PveErrors.taskFailed(upid, exitStatus, purpose, List.copyOf(lastLines));
    }

    private Duration passedSince(long moment) {
        return Duration.ofNanos(pace.nanos() - moment);
    }

    private void pause(Duration length) {
        try {
            pace.pause(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PveException.Interrupted(
                    "interrupted while waiting to " + purpose + "; the task goes on on the node: " + upid,
                    "run again: it goes on where this stopped");
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
