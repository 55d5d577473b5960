package phoenix.orchestrator.desired;

/**
 * A snapshot that is taken when a guest has come so far.
 *
 * @param after {@link #FEATURES}, {@link #APPLICATION}, {@link #HEALTH}, or the name of one of its own features
 * @param withMemory whether what a running VM has in memory is kept too; never of a container
 */
public record StageSnapshot(String name, String after, boolean withMemory) {
    /** When all features are applied. */
    public static final String FEATURES = "features";
    /** When the application scripts have run. */
    public static final String APPLICATION = "application";
    /** When it was seen to be healthy. */
    public static final String HEALTH = "health";
}
