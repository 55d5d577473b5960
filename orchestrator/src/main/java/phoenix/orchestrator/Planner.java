package phoenix.orchestrator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.TakenAddresses;
import phoenix.orchestrator.actual.Ties;
import phoenix.orchestrator.container.ContainerPlanner;
import phoenix.orchestrator.container.DeletePlanner;
import phoenix.orchestrator.container.PlannedContainer;
import phoenix.orchestrator.container.TemplatePlanner;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.guest.PlannedGuest;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.vm.ImagePlanner;
import phoenix.orchestrator.vm.PlannedVm;
import phoenix.orchestrator.vm.VmDeletePlanner;
import phoenix.orchestrator.vm.VmPlanner;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/**
 * Makes the plan. Here the kinds of things that Phoenix manages are listed; {@code plan} and {@code run} know none of them.
 *
 * <p>Pure: no clock, no network; the same arguments give the same plan in the same order.
 */
public final class Planner {
    private Planner() {}

    /**
     * Plans the way from what is to what is wanted.
     *
     * @param selected the guests that the user named; what they need comes along
     * @param helper the file that is copied beside every script
     */
    public static Plan converge(Fleet fleet, Actual actual, Collection<VmId> selected, Path helper) {
        return converge(fleet, actual, selected, Redo.NOTHING, helper);
    }

    /**
     * Plans the way from what is to what is wanted.
     *
     * @param selected the guests that the user named; what they need comes along
     * @param redo what to do again to the selected ones though they are there; where they are made anew, so is what they are cloned from
     * @param helper the file that is copied beside every script
     */
    public static Plan converge(Fleet fleet, Actual actual, Collection<VmId> selected, Redo redo, Path helper) {
        TakenAddresses taken = new TakenAddresses(
                actual, fleet.guests().stream().map(DesiredGuest::id).collect(Collectors.toSet()));
        ContainerPlanner containers = new ContainerPlanner(actual, taken, helper);
        VmPlanner vms = new VmPlanner(actual, taken, helper);
        Map<VmId, PlannedGuest> planned = new LinkedHashMap<>();
        List<PlannedContainer> plannedContainers = new ArrayList<>();
        List<PlannedVm> plannedVms = new ArrayList<>();
        Set<VmId> again = redo == Redo.ANEW ? withTheirSources(fleet, selected) : Set.copyOf(selected);
        for (VmId id : withWhatTheyNeed(fleet, selected)) {
            Redo itsRedo = again.contains(id) ? redo : Redo.NOTHING;
            DesiredGuest guest = fleet.guest(id).orElseThrow();
            if (guest instanceof DesiredContainer container) {
                PlannedContainer plan = containers.plan(container, planned, itsRedo);
                plannedContainers.add(plan);
                planned.put(id, plan);
            } else if (guest instanceof DesiredVm vm) {
                PlannedVm plan = vms.plan(vm, planned, itsRedo);
                plannedVms.add(plan);
                planned.put(id, plan);
            }
        }
        List<Subject> subjects = new ArrayList<>(
                ImagePlanner.plan(actual, TemplatePlanner.plan(actual, plannedContainers), plannedVms).stream()
                        .toList());
        planned.values().forEach(guest -> subjects.add(guest.subject()));
        List<DesiredGuest> wanted = planned.keySet().stream()
                .flatMap(id -> fleet.guest(id).stream())
                .toList();
        return new Plan(AddressWarnings.among(subjects, wanted, actual.facts().bridges()));
    }

    private static Set<VmId> withTheirSources(Fleet fleet, Collection<VmId> selected) {
        Set<VmId> all = new LinkedHashSet<>();
        for (VmId id : selected) {
            Optional<VmId> next = Optional.of(id);
            while (next.isPresent() && all.add(next.get())) {
                next = fleet.guest(next.get()).flatMap(DesiredGuest::cloneSource);
            }
        }
        return all;
    }

    /**
     * Plans the deletion of guests, each after those that hang on it.
     *
     * @param fleet who needs whom; empty if that is not known
     */
    public static Plan delete(Fleet fleet, Actual actual, Collection<VmId> selected) {
        Ties ties = new Ties(fleet, actual);
        Set<VmId> going = new TreeSet<>(selected);
        List<Subject> subjects = new ArrayList<>();
        for (VmId id : ties.dependantsFirst(selected)) {
            Subject subject = delete(id, ties, going, Set.copyOf(selected));
            if (subject.refusal().isPresent()) {
                going.remove(id);
            }
            subjects.add(subject);
        }
        return new Plan(subjects);
    }

    private static Subject delete(VmId id, Ties ties, Set<VmId> going, Set<VmId> selected) {
        Set<VmId> kept = ties.hanging(id);
        kept.retainAll(selected);
        kept.removeAll(going);
        if (!kept.isEmpty()) {
            return Subject.refused(
                    id.toString(),
                    ties.label(id),
                    new Subject.Refusal(
                            ties.label(id) + " cannot go while " + ties.labels(kept) + " stays",
                            "see what is said of "
                                    + String.join(
                                            ", ",
                                            kept.stream().map(VmId::toString).toList())));
        }
        return ties.actual()
                .guest(id)
                .filter(guest -> guest.kind() == GuestKind.VM)
                .map(guest -> VmDeletePlanner.plan(guest, ties, going))
                .orElseGet(() -> DeletePlanner.plan(id, ties, going));
    }

    /** The selected guests and all that they need, sources and dependencies first, else in the order of their IDs. */
    static Set<VmId> withWhatTheyNeed(Fleet fleet, Collection<VmId> selected) {
        Set<VmId> ordered = new LinkedHashSet<>();
        new TreeSet<>(selected).forEach(id -> add(id, fleet, ordered));
        return ordered;
    }

    /** Ends, because the loader lets no circle pass. */
    private static void add(VmId id, Fleet fleet, Set<VmId> ordered) {
        DesiredGuest guest = fleet.guest(id).orElse(null);
        if (guest == null || ordered.contains(id)) {
            return;
        }
        TreeSet<VmId> needs = new TreeSet<>(guest.dependencies());
        guest.cloneSource().ifPresent(needs::add);
        needs.forEach(need -> add(need, fleet, ordered));
        ordered.add(id);
    }
}
