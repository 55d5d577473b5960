package phoenix.orchestrator.desired.host;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A user of the node that administers it.
 *
 * @param hash the password as the shadow file keeps it; null if it is not managed
 * @param keys public SSH keys that may log in; null if they are not managed
 * @param role of Proxmox on all of it; empty for none
 * @param permissions roles by Proxmox's paths beside that; null if they are not managed
 */
public record HostUser(
        String name,
        @Nullable PasswordHash hash,
        boolean sudo,
        @Nullable List<String> keys,
        String role,
        @Nullable SortedMap<String, String> permissions) {
    public HostUser {
        keys = keys == null ? null : List.copyOf(keys);
        permissions = permissions == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(permissions));
    }

    /** Roles by path, all of them. */
    public SortedMap<String, String> roles() {
        SortedMap<String, String> roles = new TreeMap<>(permissions == null ? Map.of() : permissions);
        if (!role.isEmpty()) {
            roles.put("/", role);
        }
        return roles;
    }

    /** Whether what the user may do there is ours to say. */
    public boolean manages(String path) {
        return path.equals("/") || permissions != null;
    }

    /** A hash of a password, which nobody prints by accident. */
    public record PasswordHash(String text) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
