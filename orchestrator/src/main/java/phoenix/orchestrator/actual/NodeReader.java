package phoenix.orchestrator.actual;

import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.PveException;
import phoenix.pve.api.QemuApi;
import phoenix.pve.api.StorageApi;
import phoenix.pve.api.StorageStatus;

/**
 * Looks at the node once. Used by one thread.
 *
 * <p>With a shell that takes three round trips, however many guests there are: one command brings every guest's configuration file,
 * snapshots included; {@code GET /cluster/resources} lists what there is in the cluster; {@code GET /nodes/<node>/lxc} tells what runs,
 * because the cluster's list is up to ten seconds old. The storages and the bridges are asked for, in one call each, when a guest has to be
 * made, the storages also while a container has no snapshot; templates and the catalogue when it has to be made from one.
 */
public final class NodeReader {
    /** Proxmox lists them in another order each time; what is chosen among several shall not change with it. */
    private static final Comparator<StorageStatus> LOCAL_FIRST = Comparator.comparing(
                    (StorageStatus storage) -> !storage.name().equals("local"))
            .thenComparing(StorageStatus::name);

    private final NodeAccess node;
    private final Collection<DesiredContainer> wanted;
    private final Collection<DesiredVm> vms;
    private final Map<VmId, String> pools = new HashMap<>();
    private final Set<VmId> withFirewalls = new HashSet<>();
    private boolean withImages;
    private Consumer<String> telling = line -> {};

    public NodeReader(NodeAccess node) {
        this(node, List.of());
    }

    /** @param wanted guests whose wishes may depend on more than the guests and storages that there are */
    public NodeReader(NodeAccess node, Collection<? extends DesiredGuest> wanted) {
        this.node = node;
        this.wanted = wanted.stream()
                .filter(DesiredContainer.class::isInstance)
                .map(DesiredContainer.class::cast)
                .toList();
        this.vms = wanted.stream()
                .filter(DesiredVm.class::isInstance)
                .map(DesiredVm.class::cast)
                .toList();
    }

    /** This, telling what it waits for. */
    public NodeReader telling(Consumer<String> user) {
        telling = user;
        return this;
    }

    /** This, looking at the firewalls of these guests whatever anybody wishes of them. */
    public NodeReader withFirewallsOf(Collection<VmId> guests) {
        withFirewalls.addAll(guests);
        return this;
    }

    /**
     * Looks. A task that is at work on one of our guests, as after a run that was killed, is waited for first.
     *
     * @param ours the guests that we may work on
     * @param fromTemplates those of them that would be made from a template
     */
    public Actual read(Collection<VmId> ours, Collection<VmId> fromTemplates) {
        SortedMap<VmId, ActualGuest> guests = settledGuests(ours);
        Set<VmId> made = made(guests);
        boolean templates = !made.containsAll(fromTemplates);
        return look(guests, templates || !made.containsAll(ours), templates);
    }

    /** The guests that are whole: one that is half made has to be made like one that is not there. */
    private static Set<VmId> made(SortedMap<VmId, ActualGuest> guests) {
        return guests.values().stream()
                .filter(guest -> !guest.isHalfMade())
                .map(ActualGuest::id)
                .collect(Collectors.toSet());
    }

    /** Whether some container has no snapshot yet: whether it can have one depends on its storages. */
    private boolean lacksSnapshots(SortedMap<VmId, ActualGuest> guests) {
        return wanted.stream()
                .filter(container -> !container.proxmoxTemplate() && guests.containsKey(container.id()))
                .anyMatch(container -> Objects.requireNonNull(guests.get(container.id()))
                        .config()
                        .snapshots()
                        .isEmpty());
    }

    /** Looks as {@link #read} does, and at templates and storages in any case: guests that are there may be made anew. */
    public Actual readToMakeAnew(Collection<VmId> ours) {
        withImages = !vms.isEmpty();
        return look(settledGuests(ours), true, true);
    }

    private Actual look(SortedMap<VmId, ActualGuest> guests, boolean withStorages, boolean withTemplates) {
        List<StorageStatus> storages = withStorages || lacksSnapshots(guests) || !vms.isEmpty()
                ? node.client().send(StorageApi.storages(node.name())).stream()
                        .sorted(LOCAL_FIRST)
                        .filter(StorageStatus::active)
                        .toList()
                : List.of();
        List<String> forTemplates = storages.stream()
                .filter(storage -> withTemplates && storage.content().contains("vztmpl"))
                .map(StorageStatus::name)
                .toList();
        List<VolumeId> templates = forTemplates.stream()
                .flatMap(storage -> node.client().send(StorageApi.content(node.name(), storage, "vztmpl")).stream())
                .map(volume -> volume.id())
                .toList();
        List<String> catalogue = withTemplates
                ? node.client().send(StorageApi.templates(node.name())).stream()
                        .map(entry -> entry.template())
                        .toList()
                : List.of();
        SortedMap<String, Set<String>> contents = new TreeMap<>();
        storages.forEach(storage -> contents.put(storage.name(), storage.content()));
        FactsReader facts = new FactsReader(node, wanted, vms);
        Access access =
                new Access(node.shell().isPresent(), node.client().transport().actsAsRoot(), facts.publicKey());
        return new Actual(
                        node.name(),
                        guests,
                        templates,
                        catalogue,
                        forTemplates.stream().findFirst(),
                        contents,
                        access)
                .with(facts.read(pools, guests, withFirewalls)
                        .with(images(storages, guests), snippetStorage(storages), types(storages))
                        .with(withStorages ? bridges() : Bridges.UNKNOWN));
    }

    /** They matter only to what is warned of: who may not see them goes without. */
    private Bridges bridges() {
        try {
            return Bridges.of(node.client().send(NodeApi.bridges(node.name())));
        } catch (PveException.Denied notAllowed) {
            return Bridges.UNKNOWN;
        }
    }

    /** What lies on the storages, if a VM has to be made from it. */
    private List<VolumeId> images(List<StorageStatus> storages, SortedMap<VmId, ActualGuest> guests) {
        Set<VmId> made = made(guests);
        boolean needed =
                withImages || vms.stream().anyMatch(vm -> vm.clonedFrom().isEmpty() && !made.contains(vm.id()));
        return storages.stream()
                .filter(storage -> needed && storage.content().contains("import"))
                .flatMap(storage ->
                        node.client().send(StorageApi.content(node.name(), storage.name(), "import")).stream())
                .map(volume -> volume.id())
                .toList();
    }

    private static Map<String, String> types(List<StorageStatus> storages) {
        Map<String, String> types = new HashMap<>();
        storages.forEach(storage -> types.put(storage.name(), storage.type()));
        return types;
    }

    private static Optional<String> snippetStorage(List<StorageStatus> storages) {
        return storages.stream()
                .filter(storage -> storage.content().contains("snippets"))
                .map(StorageStatus::name)
                .findFirst();
    }

    private SortedMap<VmId, ActualGuest> settledGuests(Collection<VmId> ours) {
        SortedMap<VmId, ActualGuest> guests = guests();
        List<ActualGuest> busy = ours.stream()
                .flatMap(id -> Optional.ofNullable(guests.get(id)).stream())
                .filter(guest -> guest.lock().isPresent() || mayBecomeTemplate(guest))
                .toList();
        if (busy.isEmpty()) {
            return guests;
        }
        new BusyGuests(node, Clock.systemUTC(), telling).waitFor(busy);
        return guests(); // also where no task is found: the one that held the lock may have ended since
    }

    /** Stopped, and wanted as a template: a run that was cut off may have asked for that, and no lock shows while it is made one. */
    private boolean mayBecomeTemplate(ActualGuest guest) {
        boolean wished = wanted.stream()
                        .anyMatch(want -> want.proxmoxTemplate() && want.id().equals(guest.id()))
                || vms.stream().anyMatch(want -> want.isTemplate() && want.id().equals(guest.id()));
        return wished
                && !guest.running()
                && guest.memory().isOurs()
                && !guest.options().containsKey("template");
    }

    private SortedMap<VmId, ActualGuest> guests() {
        List<GuestResource> resources = node.client().send(ClusterApi.guests());
        Map<VmId, Boolean> running = new HashMap<>();
        resources.forEach(resource -> running.put(resource.id(), resource.running()));
        pools.clear();
        resources.stream()
                .filter(resource -> !resource.pool().isEmpty())
                .forEach(resource -> pools.put(resource.id(), resource.pool()));
        node.client()
                .send(LxcApi.list(node.name()))
                .forEach(container -> running.put(container.id(), container.running()));
        if (resources.stream().anyMatch(resource -> resource.kind() == GuestKind.VM)) {
            node.client().send(QemuApi.list(node.name())).forEach(vm -> running.put(vm.id(), vm.running()));
        }
        List<ConfigFile> files = node.shell().isPresent()
                ? new ConfigFiles(node.shell().get()).all()
                : new ConfigsByApi(node.client()).all(resources);
        SortedMap<VmId, ActualGuest> guests = new TreeMap<>();
        for (ConfigFile file : files) {
            guests.put(
                    file.id(),
                    new ActualGuest(
                            file.id(),
                            file.kind(),
                            file.node(),
                            file.config(),
                            running.getOrDefault(file.id(), false)));
        }
        return guests;
    }
}
