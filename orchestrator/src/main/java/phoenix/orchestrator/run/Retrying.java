package phoenix.orchestrator.run;

import java.time.Duration;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Step;
import phoenix.pve.api.PveException;
import phoenix.pve.shell.ShellException;

/**
 * Which failures are worth another try, for how long, and how long to wait before it.
 *
 * <ul>
 *   <li>Something is not there yet: as often as the step says; else until its limit, every 0.2 s at first and every 2 s later.
 *   <li>The node was busy or out of reach (locked, timeout, connection lost): for two minutes, after 0.5, 1, 2, 4, 8, 8, ... s.
 *   <li>The guest is locked, and the task that holds the lock is seen to run: for half an hour.
 *   <li>A task ended badly for what another try would meet again (a bridge that is not there): never.
 *   <li>A task ended badly otherwise: as many tries as the step allows, after 2, 4, 8, ... s.
 *   <li>Anything else: never.
 * </ul>
 *
 * @param unit what a second lasts; tests make it shorter
 */
public record Retrying(Duration unit) {
    private static final int BUSY_LIMIT = 120;
    private static final int TASK_LIMIT = 1800;
    private static final int LONGEST_WAIT = 8;

    /** Seconds that last a second. */
    public static Retrying usual() {
        return new Retrying(Duration.ofSeconds(1));
    }

    /** @param attempts how many tries have been made, this one included */
    boolean worthAnotherTry(RuntimeException failure, Step step, int attempts, Duration since) {
        if (failure instanceof NotYet) {
            return step.interval().isZero() ? since.compareTo(step.limit()) < 0 : attempts < step.tries();
        }
        if (failure instanceof PveException.TaskFailed task && !task.mayPass()) {
            return !task.lasts() && attempts < step.tries() && since.compareTo(step.limit()) < 0;
        }
        if (failure instanceof PveException.TaskFailed
                || failure instanceof PveException.Conflict
                || failure instanceof PveException.Unavailable
                || failure instanceof ShellException.Unreachable) {
            Duration limit = unit.multipliedBy(BUSY_LIMIT);
            return since.compareTo(limit.compareTo(step.limit()) < 0 ? limit : step.limit()) < 0;
        }
        return false;
    }

    /** Whether a lock is waited for longer still, because a task that holds it is seen to run. */
    boolean worthTheWaitForATask(Duration since) {
        return since.compareTo(unit.multipliedBy(TASK_LIMIT)) < 0;
    }

    Duration waitBefore(RuntimeException failure, Step step, int attempts) {
        if (failure instanceof NotYet) {
            if (!step.interval().isZero()) {
                return step.interval();
            }
            return unit.multipliedBy(Math.min(10, 1 + attempts / 5)).dividedBy(5);
        }
        int seconds = Math.min(LONGEST_WAIT, 1 << Math.min(attempts, 8));
        return failure instanceof PveException.TaskFailed
                ? unit.multipliedBy(seconds)
                : unit.multipliedBy(seconds).dividedBy(4);
    }
}
