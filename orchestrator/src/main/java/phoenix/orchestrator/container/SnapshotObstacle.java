package phoenix.orchestrator.container;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Mount;

/**
 * What keeps Proxmox from taking a snapshot of a container: a folder of the node in it, or a volume on a storage that has none. Pure.
 *
 * @see "PVE source: has_feature in PVE/LXC/Config.pm, volume_has_feature in PVE/Storage.pm"
 */
final class SnapshotObstacle {
    private static final Set<String> TYPES_WITHOUT =
            Set.of("dir", "nfs", "cifs", "glusterfs", "lvm", "iscsi", "iscsidirect");

    private SnapshotObstacle() {}

    /**
     * The first obstacle, to complete the sentence "Proxmox takes none of a container ...".
     *
     * @param have the options of the container as it is; none if it is to be made
     * @param managedBefore the names that its note holds
     * @param actual what is known of the storages; one of unknown type is no obstacle
     */
    static Optional<String> of(
            DesiredContainer want, Map<String, String> have, Set<String> managedBefore, Actual actual) {
        return BindMounts.first(want, have, managedBefore)
                .map(path -> "with a bind mount (" + path + ")")
                .or(() -> ofStorages(want, have, actual));
    }

    private static Optional<String> ofStorages(DesiredContainer want, Map<String, String> have, Actual actual) {
        Map<String, String> types = actual.facts().storageTypes();
        return used(want, have).stream()
                .filter(storage -> TYPES_WITHOUT.contains(types.getOrDefault(storage, "")))
                .findFirst()
                .map(storage -> "with a volume on storage " + storage + ", which is of type " + types.get(storage));
    }

    private static Set<String> used(DesiredContainer want, Map<String, String> have) {
        String root = have.getOrDefault("rootfs", "");
        Set<String> used = new LinkedHashSet<>(List.of(root.isEmpty() ? want.storage() : MountForm.storage(root)));
        if (want.mounts() != null) {
            want.mounts().stream()
                    .filter(Mount.Volume.class::isInstance)
                    .forEach(mount -> used.add(((Mount.Volume) mount).storage()));
        } else {
            new TreeMap<>(have).forEach((option, value) -> {
                if (option.matches("mp[0-9]+")) {
                    used.add(MountForm.storage(value));
                }
            });
        }
        return used;
    }
}
