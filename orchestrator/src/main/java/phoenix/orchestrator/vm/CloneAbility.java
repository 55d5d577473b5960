package phoenix.orchestrator.vm;

import java.util.Set;
import phoenix.orchestrator.actual.Actual;

/**
 * What a storage can do when a VM on it is cloned.
 *
 * @see "PVE source: volume_has_feature in PVE/Storage/Plugin.pm, ZFSPoolPlugin.pm, LVMPlugin.pm, LvmThinPlugin.pm"
 */
final class CloneAbility {
    private static final Set<String> WHOLE_VOLUMES = Set.of("lvm", "iscsi", "iscsidirect");
    private static final Set<String> NO_COPY_OF_A_SNAPSHOT = Set.of("zfspool", "zfs", "lvm", "iscsi", "iscsidirect");

    private CloneAbility() {}

    /** Whether a clone of a template can share its disks; not if nothing is known of the storage. */
    static boolean shares(String storage, Actual actual) {
        String type = actual.facts().storageTypes().get(storage);
        return type != null && !WHOLE_VOLUMES.contains(type);
    }

    /** Whether the disks of a snapshot can be copied; Proxmox decides if nothing is known of the storage. */
    static boolean copiesSnapshots(String storage, Actual actual) {
        return !NO_COPY_OF_A_SNAPSHOT.contains(actual.facts().storageTypes().getOrDefault(storage, ""));
    }
}
