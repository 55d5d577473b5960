package phoenix.orchestrator.desired.host;

/**
 * A folder of the node.
 *
 * @param owner {@code user:group} by numbers, as the node counts; empty if that is not managed
 * @param mode as {@code chmod} takes it; empty if that is not managed
 */
public record HostFolder(String name, String path, String owner, String mode) {}
