package phoenix.orchestrator.desired.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user of the node that administers it.
 *
 * @param hash the password as the shadow file keeps it; null if it is not managed
 * @param keys public SSH keys that may log in; null if they are not managed
 * @param role of Proxmox on all of it; empty for no user of Proxmox
 */
public record HostUser(
        String name,
        @Nullable PasswordHash hash,
        boolean sudo,
        @Nullable List<String> keys,
        String role) {
    public HostUser {
        keys = keys == null ? null : List.copyOf(keys);
    }

    /** A hash of a password, which nobody prints by accident. */
    public record PasswordHash(String text) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
