package phoenix.orchestrator.desired;

import org.jspecify.annotations.Nullable;

/**
 * When the node starts a guest by itself.
 *
 * @param atBoot Proxmox's {@code onboot}
 * @param order Proxmox's {@code startup}: {@code order}
 * @param delaySeconds how long the node waits after it before it starts the next; {@code up}
 * @param stopSeconds how long the guest may take to shut down; {@code down}
 */
public record Boot(
        @Nullable Boolean atBoot,
        @Nullable Integer order,
        @Nullable Integer delaySeconds,
        @Nullable Integer stopSeconds) {}
