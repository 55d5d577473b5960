package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.guest.GrowVolume;
import phoenix.orchestrator.plan.Subject.Refusal;
import phoenix.pve.DiskSize;

/** What is refused of a VM's disks before anything is touched: to shrink one, and to make one where none can be. */
final class VmDiskRefusals {
    private VmDiskRefusals() {}

    /** @param have the options that the VM has */
    static Optional<Refusal> ofSizes(DesiredVm want, Map<String, String> have) {
        Integer first = want.diskGiB();
        return (first == null
                        ? Optional.<Refusal>empty()
                        : ofSize(want, "disk", "disk_size_gb", VmDisks.FIRST, first, have))
                .or(() -> ofFurther(want, have));
    }

    private static Optional<Refusal> ofFurther(DesiredVm want, Map<String, String> have) {
        List<DesiredVm.Disk> disks = want.disks() == null ? List.of() : want.disks();
        for (int i = 0; i < disks.size(); i++) {
            Optional<Refusal> refusal = ofSize(
                    want,
                    "disk " + VmDisks.further(i),
                    "size_gb",
                    VmDisks.further(i),
                    disks.get(i).sizeGiB(),
                    have);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> ofSize(
            DesiredVm want, String which, String key, String option, int gib, Map<String, String> have) {
        return GrowVolume.sizeOf(have.getOrDefault(option, ""))
                .filter(size -> DiskSize.ofGiB(gib).compareTo(size) < 0)
                .flatMap(size -> VmRefusals.refuse(
                        "the " + which + " of VM " + want.label() + " is " + size + "; Proxmox VE cannot shrink it to "
                                + DiskSize.ofGiB(gib),
                        want,
                        "write \"" + key + "\": " + size.toGiB() + ", or delete the VM and run again"));
    }

    static Optional<Refusal> ofStorages(DesiredVm want, Actual actual) {
        List<DesiredVm.Disk> disks = want.disks() == null ? List.of() : want.disks();
        return Stream.concat(Stream.of(want.storage()), disks.stream().map(DesiredVm.Disk::storage))
                .flatMap(storage -> ofStorage(want, storage, actual).stream())
                .findFirst();
    }

    private static Optional<Refusal> ofStorage(DesiredVm want, String storage, Actual actual) {
        Set<String> content = actual.storages().get(storage);
        if (actual.storages().isEmpty() || (content != null && content.contains("images"))) {
            return Optional.empty();
        }
        return VmRefusals.refuse(
                "storage '" + storage + "' of VM " + want.label()
                        + (content == null
                                ? " is not there, or not active, on node " + actual.node()
                                : " may not hold disks of VMs (images)"),
                want,
                "use one of: "
                        + String.join(
                                ", ",
                                actual.storages().entrySet().stream()
                                        .filter(entry -> entry.getValue().contains("images"))
                                        .map(Map.Entry::getKey)
                                        .toList())
                        + (content == null
                                ? "; or, if the hypervisor file declares it: phoenix --setup-hypervisor"
                                : ""));
    }
}
