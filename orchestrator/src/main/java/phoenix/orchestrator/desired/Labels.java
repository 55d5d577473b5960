package phoenix.orchestrator.desired;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is written on a guest for people and for Proxmox's own order.
 *
 * @param tags in lower case, without Phoenix's own; null: not managed
 * @param description the notes, without Phoenix's own line
 * @param protection whether Proxmox refuses to delete it or its disks
 * @param pool the resource pool that it is a member of
 * @param node the node that it lives on
 */
public record Labels(
        @Nullable SortedSet<String> tags,
        @Nullable String description,
        @Nullable Boolean protection,
        @Nullable String pool,
        @Nullable String node) {
    public Labels {
        tags = tags == null ? null : Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }
}
