package phoenix.orchestrator.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import phoenix.orchestrator.node.LockHolder;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.PveException;
import phoenix.pve.shell.ShellException;

/**
 * One step, from its first look to its last.
 *
 * <ol>
 *   <li>Look: if it is true already, there is nothing to do.
 *   <li>Act.
 *   <li>Look again: what the node shows now is the truth. What is not to be seen has failed.
 *   <li>If acting failed and another try can help, wait, and begin again at 1: the try that failed may have taken all the same.
 * </ol>
 */
final class StepAttempts {
    private final NodeAccess node;
    private final Retrying retrying;
    private final Clock clock;
    private final Pause pause;

    /** Waits between two tries. */
    interface Pause {
        /** @return whether the run has been asked to stop meanwhile */
        boolean forA(Duration time);
    }

    StepAttempts(NodeAccess node, Retrying retrying, Clock clock, Pause pause) {
        this.node = node;
        this.retrying = retrying;
        this.clock = clock;
        this.pause = pause;
    }

    StepOutcome run(Step step, StepLog log, Retried retried) {
        Instant start = clock.instant();
        for (int attempt = 1; ; attempt++) {
            try {
                if (step.alreadyTrue(node)) {
                    return attempt == 1 ? new StepOutcome.AlreadyTrue() : new StepOutcome.Done();
                }
                step.act(node, log);
                if (!step.alreadyTrue(node)) {
                    throw new StepFailure(
                            step.title() + " was done, but the node does not show it",
                            "look at " + step.key().subject() + " on the node, then run again");
                }
                return new StepOutcome.Done();
            } catch (StepFailure | NotYet | PveException | ShellException failure) {
                Duration since = Duration.between(start, clock.instant());
                Optional<String> holder = holder(failure, step);
                if (!retrying.worthAnotherTry(failure, step, attempt, since)
                        && (holder.isEmpty() || !retrying.worthTheWaitForATask(since))) {
                    return failed(failure, log);
                }
                retried.on(
                        attempt,
                        message(failure)
                                + holder.map(who -> "; waiting for " + who).orElse(""));
                if (pause.forA(retrying.waitBefore(failure, step, attempt))) {
                    return new StepOutcome.Stopped();
                }
            }
        }
    }

    /** The task that has the step's guest locked, for people; empty if the failure is no lock, or nobody is found. */
    private Optional<String> holder(RuntimeException failure, Step step) {
        return failure instanceof PveException api
                ? LockHolder.behind(api, step.key().subject(), node).map(who -> who.inWords(clock.instant()))
                : Optional.empty();
    }

    /** Told of each try that failed and will be repeated. */
    interface Retried {
        void on(int attempt, String why);
    }

    private static String message(RuntimeException failure) {
        return Objects.requireNonNullElseGet(failure.getMessage(), failure::toString);
    }

    private static StepOutcome failed(RuntimeException failure, StepLog log) {
        String message = message(failure);
        if (failure instanceof StepFailure ours) {
            return new StepOutcome.Failed(message, ours.hint(), ours.details(), log.file());
        } else if (failure instanceof NotYet waiting) {
            return new StepOutcome.Failed("gave up waiting: " + message, waiting.hint(), log.last(20), log.file());
        } else if (failure instanceof PveException.TaskFailed task) {
            return new StepOutcome.Failed(message, task.hint(), task.lastLines(), log.file());
        } else if (failure instanceof PveException api) {
            return new StepOutcome.Failed(message, api.hint(), List.of(), log.file());
        } else if (failure instanceof ShellException shell) {
            return new StepOutcome.Failed(message, shell.hint(), log.last(20), log.file());
        }
        throw new IllegalArgumentException("not a failure of a step", failure);
    }
}
