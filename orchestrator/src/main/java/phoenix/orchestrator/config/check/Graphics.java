package phoenix.orchestrator.config.check;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.config.ContainerDraft;
import phoenix.orchestrator.config.Drafts;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.config.VmDraft;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.GuestKind;

/**
 * Reports GPUs that cannot be given as they are wanted. Containers may share a GPU, for they use the node's driver; a VM takes it away
 * from the node.
 */
final class Graphics {
    private static final String FEATURE = "nvidia";

    private final List<String> addresses;
    private final Set<String> leftToVms;
    private final Lineage lineage;
    private final Problems problems;
    private final PassedThrough devices;
    private final NavigableMap<Integer, List<GuestDraft>> containersByGpu = new TreeMap<>();
    private final NavigableMap<Integer, VmDraft> vmByGpu = new TreeMap<>();

    Graphics(Drafts drafts, Lineage lineage, Problems problems) {
        this.addresses = drafts.host().gpus().stream()
                .map(gpu -> PciAddress.slot(gpu.value()))
                .toList();
        this.leftToVms = drafts.host().leftToVms().stream()
                .map(device -> PciAddress.slot(device.value()))
                .collect(Collectors.toSet());
        this.lineage = lineage;
        this.problems = problems;
        this.devices = new PassedThrough(problems);
        for (ContainerDraft container : drafts.containers()) {
            for (int index : own(container)) {
                containersByGpu.computeIfAbsent(index, any -> new ArrayList<>()).add(container);
            }
        }
    }

    void check(GuestDraft guest) {
        Located<SortedSet<Integer>> gpus = guest.gpus();
        if (gpus != null && !addresses.isEmpty()) {
            gpus.value().stream()
                    .filter(index -> index >= addresses.size())
                    .forEach(index -> problems.error(
                            gpus.place(),
                            "there is no GPU " + index + ": 'gpus' of the hypervisor file ends with GPU "
                                    + (addresses.size() - 1),
                            "write a lower index, or add the GPU there"));
        }
        if (guest instanceof VmDraft vm) {
            passedThrough(vm);
        } else {
            checkLeft(guest);
            checkFeature(guest);
            checkSource(guest);
        }
    }

    /** What the node's own drivers leave alone, no container can use: containers use the node's driver. */
    private void checkLeft(GuestDraft guest) {
        Located<SortedSet<Integer>> gpus = guest.gpus();
        if (gpus != null) {
            gpus.value().stream()
                    .filter(index -> index < addresses.size() && leftToVms.contains(addresses.get(index)))
                    .forEach(index -> problems.error(
                            gpus.place(),
                            "GPU " + index
                                    + " is one of 'vfio' in the hypervisor file: the node leaves it to VMs, and a"
                                    + " container cannot use it",
                            "give the container another GPU, or take this one out of vfio.devices"));
        }
    }

    private void checkFeature(GuestDraft guest) {
        boolean has = lineage.hasGraphics(guest);
        if (!has) {
            guest.features().stream()
                    .filter(feature -> feature.value().feature().name().equals(FEATURE))
                    .forEach(feature -> problems.warning(
                            feature.place(),
                            "the feature '" + FEATURE + "' is asked for, but the container has no GPU",
                            "add \"gpu_assignment\": [0], or remove the feature"));
        }
        Located<SortedSet<Integer>> gpus = guest.gpus();
        if (has && gpus != null && !lineage.featuresOf(guest).contains(FEATURE)) {
            problems.warning(
                    gpus.place(),
                    "the container has a GPU, but neither it nor a container that it is cloned from has the feature '"
                            + FEATURE + "', so nothing in it can use the GPU",
                    "add \"" + FEATURE + "\" to 'features', or write \"gpu_assignment\": \"none\"");
        }
    }

    private void checkSource(GuestDraft guest) {
        Located<SortedSet<Integer>> gpus = guest.gpus();
        if (gpus == null || !gpus.value().isEmpty()) {
            return;
        }
        lineage.sourceOf(guest)
                .filter(lineage::hasGraphics)
                .ifPresent(source -> problems.warning(
                        // The wish for no GPU may be a default; the clone's source is the guest's own.
                        guest.cloneSource() == null
                                ? gpus.place()
                                : guest.cloneSource().place(),
                        "container " + guest.label() + " has no GPU, but is cloned from " + source.label()
                                + ", which has: NVIDIA's libraries come along and are of no use",
                        "clone from a container without a GPU, or give it one by 'gpu_assignment'"));
    }

    private void passedThrough(VmDraft vm) {
        Located<SortedSet<Integer>> gpus = vm.gpus();
        if (gpus != null) {
            gpus.value().forEach(index -> take(vm, index, gpus.place()));
        }
        for (Located<String> device : vm.pciDevices()) {
            int index = addresses.indexOf(PciAddress.slot(device.value()));
            if (index < 0) {
                devices.take(vm, device);
            } else if (!(gpus != null && gpus.value().contains(index))) {
                take(vm, index, device.place());
            }
        }
    }

    private void take(VmDraft vm, int index, Place place) {
        List<GuestDraft> others = containersByGpu.getOrDefault(index, List.of());
        if (!others.isEmpty()) {
            problems.error(
                    place,
                    "GPU " + index + " is passed through to VM " + vm.label()
                            + ", which takes it away from the node; but it is also that of " + Names.guests(others),
                    "give the VM another GPU, or the containers");
        }
        VmDraft other = vm.isTemplate() ? null : vmByGpu.putIfAbsent(index, vm);
        if (other != null) {
            problems.error(
                    place,
                    "GPU " + index + " is passed through to VM " + other.label()
                            + " too, and a device is given to one VM at a time",
                    "give one of them another GPU");
        }
    }

    private static SortedSet<Integer> own(GuestDraft guest) {
        Located<SortedSet<Integer>> gpus = guest.gpus();
        return gpus == null || guest.kind() != GuestKind.CONTAINER ? new TreeSet<>() : gpus.value();
    }
}
