package phoenix.orchestrator.run;

import java.util.List;
import phoenix.orchestrator.plan.StepKey;

/** How a step ended. */
public sealed interface StepOutcome {
    /** It was done, and seen to be true afterwards. */
    record Done() implements StepOutcome {}

    /** It was true already. */
    record AlreadyTrue() implements StepOutcome {}

    /**
     * It could not be done.
     *
     * @param message a sentence for people
     * @param hint what to do about it
     * @param details lines that show it
     * @param logFile where the whole of it can be read
     */
    record Failed(String message, String hint, List<String> details, String logFile) implements StepOutcome {
        public Failed {
            details = List.copyOf(details);
        }
    }

    /** It was not begun, because of another step. */
    record Blocked(StepKey by) implements StepOutcome {}

    /** It was not done, because the run was asked to stop. */
    record Stopped() implements StepOutcome {}

    default boolean endedWell() {
        return this instanceof Done || this instanceof AlreadyTrue;
    }
}
