package phoenix.orchestrator.desired;

import org.jspecify.annotations.Nullable;

/** Something that a container sees at a path of its own beside its root volume; one of Proxmox's {@code mp0} to {@code mp255}. */
public sealed interface Mount {
    /** The path in the container; no two mounts of a container have the same. */
    String containerPath();

    boolean readOnly();

    /**
     * A folder of the node. Proxmox takes no snapshot of a container that has one.
     *
     * @param owner user and group in the container that the folder's top shall belong to; null: left as it is
     */
    record Bind(
            String hostPath,
            String containerPath,
            boolean readOnly,
            @Nullable Owner owner) implements Mount {}

    /**
     * A volume of its own.
     *
     * @param name for people; Proxmox names the volume itself
     * @param sizeGiB grown, never shrunk
     * @param backup whether backups hold it
     */
    record Volume(
            String name,
            String storage,
            int sizeGiB,
            String containerPath,
            boolean readOnly,
            @Nullable Boolean backup) implements Mount {}

    /**
     * A user and a group.
     *
     * @param uid as the container counts
     * @param gid as the container counts
     */
    record Owner(int uid, int gid) {}
}
