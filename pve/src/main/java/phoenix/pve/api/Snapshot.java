package phoenix.pve.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A snapshot of a guest.
 *
 * @param description its own, not the guest's; without a line feed at its end
 * @param parent the one before it; empty for the first
 * @param taken null where Proxmox does not say
 * @param state {@code prepare} while it is made, {@code delete} while it is deleted, and so afterwards if that broke off; else empty
 */
public record Snapshot(
        String name,
        String description,
        String parent,
        @Nullable Instant taken,
        String state) {
    /** Proxmox's name for the state now, which its list holds as an extra entry. */
    static final String NOW = "current";

    static Snapshot read(JsonNode snapshot) {
        long taken = Json.number(snapshot, "snaptime");
        return new Snapshot(
                Json.text(snapshot, "name"),
                Json.text(snapshot, "description").stripTrailing(),
                Json.text(snapshot, "parent"),
                taken == 0 ? null : Instant.ofEpochSecond(taken),
                Json.text(snapshot, "snapstate"));
    }

    /** Whether it can be gone back to. */
    public boolean isWhole() {
        return state.isEmpty();
    }
}
