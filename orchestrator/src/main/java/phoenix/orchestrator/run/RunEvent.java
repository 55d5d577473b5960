package phoenix.orchestrator.run;

import java.time.Duration;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;

/** What happens during a run. The terminal, the log and every report are renderers of these. */
public sealed interface RunEvent {
    record RunStarted(Plan plan) implements RunEvent {}

    record StepStarted(Step step) implements RunEvent {}

    /** A line of a script's output or of a task's log. */
    record StepProgress(Step step, String line) implements RunEvent {}

    /** A try failed; there will be another. */
    record StepRetried(Step step, int attempt, String why) implements RunEvent {}

    /** @param outcome never {@code null}: what the step did, was spared, or failed at */
    record StepFinished(Step step, StepOutcome outcome, Duration took) implements RunEvent {}

    record RunFinished(RunResult result) implements RunEvent {}

    /** Receives events, from several threads, one at a time. */
    interface Listener {
        void on(RunEvent event);
    }
}
