package phoenix.orchestrator.actual;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.VmId;

/**
 * Who hangs on whom among the guests that are there, of either kind: by the files, who needs and who is made from whom; by the volumes,
 * which are linked clones. Pure.
 */
public record Ties(Fleet fleet, Actual actual) {
    /**
     * The volume of a linked clone names its base: {@code local-zfs:basevol-900-disk-0/subvol-953-disk-0}, and on a storage of files
     * {@code local:900/base-900-disk-0.qcow2/953/vm-953-disk-0.qcow2}.
     */
    private static final Pattern LINKED =
            Pattern.compile("[^:,]+:(?:[0-9]+/)?(?:base|basevol)-([1-9][0-9]{2,8})-[^/,]+/.*");

    /** The guests that are there and need this one, by the files. */
    public NavigableSet<VmId> dependants(VmId id) {
        return declared(guest -> guest.dependencies().contains(id));
    }

    /** The guests that are there and were copied from this one, by the files. */
    public NavigableSet<VmId> copies(VmId id) {
        NavigableSet<VmId> copies =
                declared(guest -> guest.cloneSource().filter(id::equals).isPresent());
        copies.removeAll(linkedClones(id));
        return copies;
    }

    /** The guests whose volumes share what they have not changed with this one's: it cannot go without them. */
    public NavigableSet<VmId> linkedClones(VmId id) {
        NavigableSet<VmId> clones = new TreeSet<>();
        actual.guests().values().stream()
                .filter(guest -> bases(guest).contains(id))
                .forEach(guest -> clones.add(guest.id()));
        clones.remove(id);
        return clones;
    }

    /** All that must go before this one can: its linked clones, and the guests that need it. */
    public NavigableSet<VmId> hanging(VmId id) {
        NavigableSet<VmId> hanging = linkedClones(id);
        hanging.addAll(dependants(id));
        return hanging;
    }

    /** All that this one needs, by the files, needs of needs included; those that others need come first. */
    public List<VmId> needs(VmId id) {
        Set<VmId> found = new LinkedHashSet<>();
        collectNeeds(id, found);
        found.remove(id);
        return List.copyOf(found);
    }

    /** These, each after all of them that hang on it. */
    public List<VmId> dependantsFirst(Collection<VmId> ids) {
        Set<VmId> ordered = new LinkedHashSet<>();
        new TreeSet<>(ids).forEach(id -> collectAbove(id, new TreeSet<>(ids), ordered, new TreeSet<>()));
        return List.copyOf(ordered);
    }

    /** {@code 953 (gateway)}. */
    public String label(VmId id) {
        String name = actual.guest(id)
                .map(ActualGuest::name)
                .filter(known -> !known.isEmpty())
                .or(() -> fleet.guest(id).map(DesiredGuest::name))
                .orElse("");
        return name.isEmpty() ? id.toString() : id + " (" + name + ")";
    }

    /** {@code 950 (api), 953 (gateway)}. */
    public String labels(Collection<VmId> ids) {
        return String.join(", ", ids.stream().map(this::label).toList());
    }

    private NavigableSet<VmId> declared(java.util.function.Predicate<DesiredGuest> which) {
        NavigableSet<VmId> found = new TreeSet<>();
        fleet.guests().stream()
                .filter(which)
                .map(DesiredGuest::id)
                .filter(id -> actual.guest(id).isPresent())
                .forEach(found::add);
        return found;
    }

    private static Set<VmId> bases(ActualGuest guest) {
        Set<VmId> bases = new LinkedHashSet<>();
        guest.config()
                .current()
                .options()
                .values()
                .forEach(value -> baseOf(value).ifPresent(bases::add));
        return bases;
    }

    /** The guest whose volume is the base of the linked clone that an option names; empty if it names none. */
    public static Optional<VmId> baseOf(String option) {
        Matcher linked = LINKED.matcher(option);
        return linked.matches() ? Optional.of(VmId.parse(linked.group(1))) : Optional.empty();
    }

    private void collectNeeds(VmId id, Set<VmId> found) {
        if (found.contains(id)) {
            return;
        }
        fleet.guest(id).ifPresent(guest -> guest.dependencies().forEach(need -> collectNeeds(need, found)));
        found.add(id);
    }

    /** Ends, because what has been entered is not entered again. */
    private void collectAbove(VmId id, Set<VmId> among, Set<VmId> ordered, Set<VmId> entered) {
        if (ordered.contains(id) || !entered.add(id)) {
            return;
        }
        NavigableSet<VmId> above = hanging(id);
        above.addAll(copies(id));
        above.retainAll(among);
        above.forEach(each -> collectAbove(each, among, ordered, entered));
        ordered.add(id);
    }
}
