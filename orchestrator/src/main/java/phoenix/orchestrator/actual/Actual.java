package phoenix.orchestrator.actual;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * The node, at one moment.
 *
 * @param node its name
 * @param guests every guest of the cluster, by ID
 * @param templates the container templates that lie on the node's storages; empty if nobody needed to know
 * @param catalogue the templates that the node can download, by file name; empty if nobody needed to know
 * @param templateStorage where a downloaded template goes; empty if nobody needed to know, or no storage takes templates
 * @param storages the storages that can be used now, with what each may hold, such as {@code rootdir}; empty if nobody needed to know
 * @param access what the ways to the node allow
 * @param facts what was looked up beside the guests, because some guest's wishes depend on it
 */
public record Actual(
        String node,
        SortedMap<VmId, ActualGuest> guests,
        List<VolumeId> templates,
        List<String> catalogue,
        Optional<String> templateStorage,
        SortedMap<String, Set<String>> storages,
        Access access,
        NodeFacts facts) {
    public Actual {
        guests = Collections.unmodifiableSortedMap(new TreeMap<>(guests));
        templates = List.copyOf(templates);
        catalogue = List.copyOf(catalogue);
        storages = Collections.unmodifiableSortedMap(new TreeMap<>(storages));
    }

    /** A node with a shell, of whose storages nothing needs to be known. */
    public Actual(
            String node,
            SortedMap<VmId, ActualGuest> guests,
            List<VolumeId> templates,
            List<String> catalogue,
            Optional<String> templateStorage) {
        this(
                node,
                guests,
                templates,
                catalogue,
                templateStorage,
                new TreeMap<>(),
                new Access(true, false),
                NodeFacts.NONE);
    }

    /** A node of which nothing needs to be known beside its guests and storages. */
    public Actual(
            String node,
            SortedMap<VmId, ActualGuest> guests,
            List<VolumeId> templates,
            List<String> catalogue,
            Optional<String> templateStorage,
            SortedMap<String, Set<String>> storages,
            Access access) {
        this(node, guests, templates, catalogue, templateStorage, storages, access, NodeFacts.NONE);
    }

    /** This with what else was looked up. */
    public Actual with(NodeFacts other) {
        return new Actual(node, guests, templates, catalogue, templateStorage, storages, access, other);
    }

    /**
     * This as if the foreign containers among these had been noted as Phoenix's. Their tag is still missing, so a plan writes note and tag, and
     * whatever differs is a change like any other.
     */
    public Actual adopting(Collection<VmId> ids) {
        SortedMap<VmId, ActualGuest> taken = new TreeMap<>(guests);
        taken.replaceAll((id, guest) -> ids.contains(id) && !guest.memory().isOurs() ? guest.adopted() : guest);
        return new Actual(node, taken, templates, catalogue, templateStorage, storages, access, facts);
    }

    /** This with other states of some of its guests. */
    public Actual replacing(Collection<ActualGuest> others) {
        SortedMap<VmId, ActualGuest> replaced = new TreeMap<>(guests);
        others.forEach(guest -> replaced.put(guest.id(), guest));
        return new Actual(node, replaced, templates, catalogue, templateStorage, storages, access, facts);
    }

    /** This with storages that are still to be made, or are to take more than now. */
    public Actual expecting(Collection<HostStorage> coming) {
        SortedMap<String, Set<String>> expected = new TreeMap<>(storages);
        Map<String, String> types = new HashMap<>(facts.storageTypes());
        for (HostStorage storage : coming) {
            Set<String> content = new TreeSet<>(storages.getOrDefault(storage.id(), Set.of()));
            content.addAll(storage.content());
            expected.put(storage.id(), content);
            types.putIfAbsent(storage.id(), storage.type());
        }
        return new Actual(
                node,
                guests,
                templates,
                catalogue,
                templateStorage.or(() -> taking("vztmpl", coming)),
                expected,
                access,
                facts.with(facts.images(), facts.snippetStorage().or(() -> taking("snippets", coming)), types));
    }

    private static Optional<String> taking(String content, Collection<HostStorage> storages) {
        return storages.stream()
                .filter(storage -> storage.content().contains(content))
                .map(HostStorage::id)
                .findFirst();
    }

    public Optional<ActualGuest> guest(VmId id) {
        return Optional.ofNullable(guests.get(id));
    }

    /** Whether a guest is of this kind, was never finished, and can be removed from here: by the shell of its own node. */
    public boolean canRemoveHalfMade(ActualGuest guest, GuestKind kind) {
        return guest.isHalfMade()
                && guest.kind() == kind
                && access.shell()
                && guest.node().equals(node);
    }
}
