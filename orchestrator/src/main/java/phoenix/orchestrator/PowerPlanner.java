package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.Ties;
import phoenix.orchestrator.container.ContainerPlanner;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.guest.GuestPower;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.vm.VmPlanner;
import phoenix.pve.VmId;

/** Plans starts and stops: what a guest needs is started before it, what needs a guest is stopped before it. Pure. */
public final class PowerPlanner {
    private final Fleet fleet;
    private final Actual actual;
    private final Ties ties;

    /** @param fleet who needs whom; empty if that is not known */
    public PowerPlanner(Fleet fleet, Actual actual) {
        this.fleet = fleet;
        this.actual = actual;
        this.ties = new Ties(fleet, actual);
    }

    /** Starts guests and, before them, what they need. */
    public Plan start(Collection<VmId> selected) {
        Set<VmId> order = new LinkedHashSet<>();
        new TreeSet<>(selected).forEach(id -> {
            order.addAll(ties.needs(id));
            order.add(id);
        });
        return plan(List.copyOf(order), false, true);
    }

    /** Stops guests, those that need others first. What they need runs on. */
    public Plan stop(Collection<VmId> selected) {
        return plan(ties.dependantsFirst(selected), true, false);
    }

    /** Stops guests and starts them again; of guests that need each other, all are stopped before the first is started. */
    public Plan restart(Collection<VmId> selected) {
        List<VmId> order = new ArrayList<>(ties.dependantsFirst(selected));
        java.util.Collections.reverse(order);
        return plan(order, true, true);
    }

    /** Every running guest that needs one of these, directly or not, and is none of them. */
    public NavigableSet<VmId> runningDependants(Collection<VmId> selected) {
        NavigableSet<VmId> all = new TreeSet<>();
        List<VmId> next = new ArrayList<>(selected);
        while (!next.isEmpty()) {
            ties.dependants(next.remove(next.size() - 1)).stream()
                    .filter(id -> actual.guest(id).filter(ActualGuest::running).isPresent())
                    .filter(all::add)
                    .forEach(next::add);
        }
        all.removeAll(selected);
        return all;
    }

    /** {@code 953 (gateway)}. */
    public String labels(Collection<VmId> ids) {
        return ties.labels(ids);
    }

    private Plan plan(List<VmId> order, boolean stop, boolean start) {
        Map<VmId, Subject> planned = new LinkedHashMap<>();
        for (VmId id : order) {
            planned.put(id, one(id, order, stop, start));
        }
        return new Plan(List.copyOf(planned.values()));
    }

    private Subject one(VmId id, List<VmId> order, boolean stop, boolean start) {
        Optional<Subject.Refusal> refusal = refusal(id, start);
        if (refusal.isPresent()) {
            return Subject.refused(id.toString(), ties.label(id), refusal.get());
        }
        Set<StepKey> beforeStop = lastSteps(ties.dependants(id), order, stop, false);
        Set<StepKey> beforeStart = lastSteps(ties.needs(id), order, stop, start);
        return power(id).plan(stop, start, beforeStop, beforeStart);
    }

    private Optional<Subject.Refusal> refusal(VmId id, boolean start) {
        Optional<ActualGuest> have = actual.guest(id);
        if (have.isEmpty()) {
            return Optional.of(
                    new Subject.Refusal("guest " + ties.label(id) + " is not there", "make it first: phoenix " + id));
        }
        return power(id).refusal(start);
    }

    private GuestPower power(VmId id) {
        return new GuestPower(
                actual.guest(id).orElseThrow(), fleet.guest(id), fleet.guest(id).flatMap(this::ready));
    }

    /** How to see that it can work: a container by a shell on the node, a VM by its agent. */
    private Optional<BiFunction<Target, Set<StepKey>, Step>> ready(DesiredGuest want) {
        if (want instanceof DesiredContainer container) {
            return actual.access().shell()
                    ? Optional.of((target, needs) -> ContainerPlanner.ready(target, container, needs))
                    : Optional.empty();
        } else if (want instanceof DesiredVm vm) {
            return vm.isOpen()
                    ? Optional.of((target, needs) -> VmPlanner.ready(vm, target.node(), needs))
                    : Optional.empty();
        }
        throw new IllegalArgumentException("unknown kind of guest: " + want);
    }

    /** The steps after which those of the others that are in the plan are stopped, or started. */
    private Set<StepKey> lastSteps(Collection<VmId> others, List<VmId> order, boolean stop, boolean start) {
        Set<StepKey> keys = new LinkedHashSet<>();
        for (VmId other : others) {
            if (order.contains(other) && refusal(other, start).isEmpty()) {
                List<Step> steps =
                        power(other).plan(stop, start, Set.of(), Set.of()).steps();
                if (!steps.isEmpty()) {
                    keys.add(steps.get(steps.size() - 1).key());
                }
            }
        }
        return keys;
    }
}
