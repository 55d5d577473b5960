package phoenix.orchestrator.vm;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.CloudInit.Part;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.pve.VmId;

/**
 * What Proxmox copies into a clone, and is its source's own: documents, devices, what is to happen at boot, addresses, and networks beyond
 * those that the file gives the clone. Pure.
 *
 * @param before the VMs that are planned already
 */
record VmCopies(Map<VmId, PlannedGuest> before, Actual actual) {
    /**
     * The options, with the values that they have in the clone at first.
     *
     * @param options what the clone shall have
     * @param documents the cloud-init documents of a VM
     */
    SortedMap<String, String> options(
            DesiredVm want, Map<String, String> options, Function<DesiredVm, Map<Part, String>> documents) {
        SortedMap<String, String> copied = new TreeMap<>();
        source(want)
                .ifPresent(source -> VmOptions.of(source, Snippet.of(source.id(), "", documents.apply(source)))
                        .forEach((option, value) -> {
                            if (option.matches("cicustom|hostpci[0-9]+|onboot|startup|protection")) {
                                copied.put(option, value);
                            }
                        }));
        networks(want, want.networkList().isEmpty() ? "ipconfig[0-9]+" : "(net|ipconfig)[0-9]+")
                .forEach((option, value) -> {
                    if (!options.containsKey(option)) {
                        copied.put(option, value);
                    }
                });
        return copied;
    }

    /** Along the whole chain: a clone that names no network has those of what it was itself cloned from. */
    private Map<String, String> networks(DesiredVm want, String names) {
        Map<String, String> networks = new TreeMap<>();
        Optional<VmId> id = want.cloneSource();
        while (id.isPresent()) {
            actual.guest(id.get()).map(ActualGuest::options).ifPresent(networks::putAll);
            Optional<DesiredVm> source = planned(id.get());
            source.ifPresent(vm -> networks.putAll(VmOptions.of(vm, java.util.List.of())));
            id = source.flatMap(DesiredVm::cloneSource);
        }
        networks.keySet().removeIf(option -> !option.matches(names));
        return networks;
    }

    private Optional<DesiredVm> source(DesiredVm want) {
        return want.cloneSource().flatMap(this::planned);
    }

    private Optional<DesiredVm> planned(VmId id) {
        return before.get(id) instanceof PlannedVm vm ? Optional.of(vm.want()) : Optional.empty();
    }
}
