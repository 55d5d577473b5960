package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.Bridges;
import phoenix.orchestrator.actual.Gpus;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Subject;

/**
 * The node as it will be once it is set up as its file declares: what a dry run counts on where that has not been done yet, so that the
 * whole way from a bare node can be looked at beforehand. A real run counts on nothing that it does not see. Pure.
 */
public final class AfterSetUp {
    private static final List<String> SHARED_DEVICES =
            List.of("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools");

    private final Fleet fleet;
    private final Actual now;
    private final DesiredHost host;

    /**
     * @param now the node as it is
     * @param host as the file declares it
     */
    public AfterSetUp(Fleet fleet, Actual now, DesiredHost host) {
        this.fleet = fleet;
        this.now = now;
        this.host = host;
    }

    /** The node with the storages, the bridges with their addresses, and the devices of NVIDIA's driver that the set-up will bring. */
    public Actual expected() {
        Actual stored = now.expecting(storages());
        Actual bridged = stored.with(stored.facts().with(bridges()));
        return driver().map(driver -> bridged.with(bridged.facts().with(expected(driver))))
                .orElse(bridged);
    }

    /** The plan, with a word beside the first guest that is to be made of it all on what it counts on. */
    public Plan telling(Plan plan) {
        List<String> counted = counted(plan);
        Optional<Subject> first = made(plan).stream().findFirst();
        if (counted.isEmpty() || first.isEmpty()) {
            return plan;
        }
        return new Plan(plan.subjects().stream()
                .map(subject -> subject.equals(first.get())
                        ? subject.remarking(
                                "this plan counts on what the hypervisor file declares and the node does not have"
                                        + " yet: " + String.join("; ", counted)
                                        + ". Before the run: phoenix --setup-hypervisor")
                        : subject)
                .toList());
    }

    private List<String> counted(Plan plan) {
        List<String> counted = new ArrayList<>();
        Set<String> storages = usedBy(plan);
        if (!storages.isEmpty()) {
            counted.add((storages.size() == 1 ? "storage " : "storages ") + String.join(", ", storages));
        }
        Set<String> bridges = new TreeSet<>();
        for (DesiredGuest guest : guestsOf(plan)) {
            guest.networkList().stream()
                    .filter(network -> !reaches(now.facts().bridges(), network) && reaches(bridges(), network))
                    .forEach(network -> bridges.add(bridges().words(network.bridge())));
        }
        bridges.forEach(bridge -> counted.add("bridge " + bridge));
        if (driver().isPresent() && !wantedGpus().isEmpty()) {
            counted.add("NVIDIA's driver");
        }
        return counted;
    }

    private static boolean reaches(Bridges bridges, Network network) {
        return !bridges.isMissing(network) && !bridges.isOutside(network);
    }

    private Bridges bridges() {
        return now.facts().bridges().networks().isEmpty()
                ? Bridges.UNKNOWN
                : now.facts().bridges().expecting(host.bridges());
    }

    /** Those that the node does not have, or that do not take yet what they will; none where nobody looked at storages. */
    private List<HostStorage> storages() {
        return host.storages().stream()
                .filter(storage -> !now.storages().isEmpty())
                .filter(storage ->
                        !now.storages().getOrDefault(storage.id(), Set.of()).containsAll(storage.content()))
                .toList();
    }

    private Set<String> usedBy(Plan plan) {
        Set<String> used = new LinkedHashSet<>();
        guestsOf(plan).forEach(guest -> used.addAll(storagesOf(guest)));
        used.retainAll(storages().stream().map(HostStorage::id).toList());
        return used;
    }

    private List<DesiredGuest> guestsOf(Plan plan) {
        Set<String> made = made(plan).stream().map(Subject::id).collect(Collectors.toSet());
        return fleet.guests().stream()
                .filter(guest -> made.contains(guest.id().toString()))
                .toList();
    }

    private static List<Subject> made(Plan plan) {
        return plan.subjects().stream()
                .filter(subject ->
                        subject.action() == Subject.Action.CREATE || subject.action() == Subject.Action.RECREATE)
                .toList();
    }

    private static Set<String> storagesOf(DesiredGuest guest) {
        Set<String> storages = new LinkedHashSet<>();
        if (guest instanceof DesiredContainer container) {
            storages.add(container.storage());
            if (container.mounts() != null) {
                container.mounts().stream()
                        .filter(Mount.Volume.class::isInstance)
                        .forEach(mount -> storages.add(((Mount.Volume) mount).storage()));
            }
            if (container.origin() instanceof Origin.Template template
                    && template.name().contains(":")) {
                storages.add(template.name().substring(0, template.name().indexOf(':')));
            }
        } else if (guest instanceof DesiredVm vm) {
            storages.add(vm.storage());
            if (vm.disks() != null) {
                vm.disks().forEach(disk -> storages.add(disk.storage()));
            }
        }
        return storages;
    }

    /** The driver that the set-up will bring, where the node has no device of one. */
    private Optional<HostServices.Driver> driver() {
        boolean none =
                now.facts().gpus().filter(gpus -> gpus.devices().isEmpty()).isPresent();
        return none ? Optional.ofNullable(host.services().driver()) : Optional.empty();
    }

    /** As many GPUs as the fleet wants: how many there are, nobody can see before the driver is there. */
    private Gpus expected(HostServices.Driver driver) {
        SortedMap<String, String> devices = new TreeMap<>();
        wantedGpus().forEach(index -> devices.put("/dev/nvidia" + index, ""));
        SHARED_DEVICES.forEach(device -> devices.put(device, ""));
        return new Gpus(
                devices,
                Optional.of(driver.version()),
                now.facts().gpus().map(Gpus::asOptions).orElse(true));
    }

    private SortedSet<Integer> wantedGpus() {
        SortedSet<Integer> wanted = new TreeSet<>();
        for (DesiredContainer container : fleet.containers().values()) {
            if (container.gpus() != null) {
                wanted.addAll(container.gpus());
            }
        }
        return wanted;
    }
}
