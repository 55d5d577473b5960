package phoenix.orchestrator.plan;

import java.util.List;

/** A step cannot be done. The message is a sentence for people. */
public final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;
    private final List<String> details;

    /**
     * @param hint what the user can do about it
     * @param details lines that show it, such as the end of a script's output
     */
    public StepFailure(String message, String hint, List<String> details) {
        super(message);
        this.hint = hint;
        this.details = List.copyOf(details);
    }

    public StepFailure(String message, String hint) {
        this(message, hint, List.of());
    }

    public String hint() {
        return hint;
    }

    public List<String> details() {
        return details;
    }
}
