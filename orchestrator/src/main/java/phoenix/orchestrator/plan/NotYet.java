package phoenix.orchestrator.plan;

/** What a step waits for is not there yet. The message completes "still waiting: "; the runner comes back until the step's limit. */
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    /** @param hint what the user can look at when it never comes */
    public NotYet(String message, String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
