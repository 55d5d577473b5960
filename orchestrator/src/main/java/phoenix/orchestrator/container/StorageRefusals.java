package phoenix.orchestrator.container;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.plan.Subject.Refusal;

/** Storages that cannot hold what a container that is to be made needs there. */
final class StorageRefusals {
    private static final String VOLUMES = "rootdir";

    private StorageRefusals() {}

    static Optional<Refusal> of(DesiredContainer want, Actual actual) {
        if (actual.storages().isEmpty()) {
            return Optional.empty();
        }
        return used(want).stream()
                .filter(storage ->
                        !actual.storages().getOrDefault(storage, Set.of()).contains(VOLUMES))
                .findFirst()
                .flatMap(storage -> refuse(want, storage, actual));
    }

    private static Set<String> used(DesiredContainer want) {
        Set<String> used = new LinkedHashSet<>(List.of(want.storage()));
        List<Mount> mounts = want.mounts() == null ? List.of() : want.mounts();
        mounts.stream()
                .filter(Mount.Volume.class::isInstance)
                .forEach(mount -> used.add(((Mount.Volume) mount).storage()));
        return used;
    }

    private static Optional<Refusal> refuse(DesiredContainer want, String storage, Actual actual) {
        Set<String> content = actual.storages().get(storage);
        List<String> usable = actual.storages().entrySet().stream()
                .filter(entry -> entry.getValue().contains(VOLUMES))
                .map(java.util.Map.Entry::getKey)
                .toList();
        String instead = usable.isEmpty() ? "" : "use one of: " + String.join(", ", usable);
        String allow = content == null
                ? "if the hypervisor file declares it: phoenix --setup-hypervisor"
                : "let it hold volumes of containers: pvesm set " + storage + " --content "
                        + String.join(",", new java.util.TreeSet<>(content)) + "," + VOLUMES;
        return Refusals.refuse(
                "storage '" + storage + "' of container " + want.label()
                        + (content == null
                                ? " is not there, or not active, on node " + actual.node()
                                : " may not hold volumes of containers (" + VOLUMES + ")"),
                want,
                instead + (instead.isEmpty() || allow.isEmpty() ? "" : "; or ") + allow);
    }
}
