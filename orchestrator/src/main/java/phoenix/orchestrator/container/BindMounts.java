package phoenix.orchestrator.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Mount;

/** Folders of the node that are mounted in a container. Proxmox takes no snapshot of one that has any. */
final class BindMounts {
    private BindMounts() {}

    /**
     * The first of them.
     *
     * @param have the options of the container as it is; they count where the file leaves its mounts alone
     * @param managedBefore the names that the note holds: mounts that the file has dropped are taken away
     */
    static Optional<String> first(DesiredContainer want, Map<String, String> have, Set<String> managedBefore) {
        List<Mount> mounts = want.mounts();
        if (mounts != null) {
            return mounts.stream()
                    .filter(Mount.Bind.class::isInstance)
                    .map(mount -> ((Mount.Bind) mount).hostPath())
                    .findFirst();
        }
        if (managedBefore.contains(Settings.MOUNTS)) {
            return Optional.empty();
        }
        return new TreeMap<>(have)
                .entrySet().stream()
                        .filter(option -> option.getKey().matches("mp[0-9]+") && MountForm.isBind(option.getValue()))
                        .map(option ->
                                MountForm.parse(option.getValue()).get("volume").orElse(""))
                        .findFirst();
    }
}
