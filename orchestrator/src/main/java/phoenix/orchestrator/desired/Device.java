package phoenix.orchestrator.desired;

import org.jspecify.annotations.Nullable;

/**
 * A device of the node that a container may use; one of Proxmox's {@code dev0} to {@code dev255}.
 *
 * @param path on the node and in the container, under {@code /dev/}
 * @param mode access rights in octal, {@code 0660}
 * @param uid of the device in the container
 * @param gid of the device in the container
 * @param denyWrite whether it can only be read
 */
public record Device(
        String path,
        @Nullable String mode,
        @Nullable Integer uid,
        @Nullable Integer gid,
        boolean denyWrite) {}
