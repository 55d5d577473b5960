package phoenix.pve.api;

/** A node of the cluster. */
public record NodeSummary(String name, boolean online) {}
