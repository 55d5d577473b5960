package phoenix.pve.api;

/**
 * How a task stands.
 *
 * @param exitStatus {@code OK}, {@code WARNINGS: n} or what went wrong; empty while it runs
 */
public record TaskStatus(boolean running, String exitStatus) {
    static final TaskStatus RUNNING = new TaskStatus(true, "");

    /** Whether it ended, and well: warnings are no failure. */
    public boolean endedWell() {
        return !running && (exitStatus.equals("OK") || exitStatus.startsWith("WARNINGS: "));
    }
}
