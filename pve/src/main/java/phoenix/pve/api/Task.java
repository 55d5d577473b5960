package phoenix.pve.api;

import phoenix.pve.Upid;

/**
 * A task in a node's list.
 *
 * @param status empty while it runs, else {@code OK}, {@code WARNINGS: n} or what went wrong
 */
public record Task(Upid upid, String status) {
    public boolean running() {
        return status.isEmpty() || status.equals("RUNNING");
    }
}
