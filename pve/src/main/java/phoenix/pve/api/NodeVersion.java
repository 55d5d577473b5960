package phoenix.pve.api;

/**
 * A node's version.
 *
 * @param version whole, such as {@code 8.4.1}
 * @param release its first part, such as {@code 8.4}
 */
public record NodeVersion(String version, String release) {}
