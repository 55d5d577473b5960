package phoenix.orchestrator.report;

import phoenix.orchestrator.run.StepOutcome;

/** A step's outcome in one word, the same in every report. */
final class Outcomes {
    private Outcomes() {}

    static String word(StepOutcome outcome) {
        if (outcome instanceof StepOutcome.Done) {
            return "done";
        } else if (outcome instanceof StepOutcome.AlreadyTrue) {
            return "true-already";
        } else if (outcome instanceof StepOutcome.Failed) {
            return "failed";
        } else if (outcome instanceof StepOutcome.Blocked) {
            return "blocked";
        } else if (outcome instanceof StepOutcome.Stopped) {
            return "stopped";
        }
        throw new IllegalArgumentException("unknown outcome: " + outcome);
    }
}
