package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.Ties;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.guest.GuestRollback;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** Plans rollbacks: what is lost, what is newer, who needs the guest meanwhile. Pure. */
public final class RollbackPlanner {
    private final Actual actual;
    private final Ties ties;
    private final String snapshot;
    private final Set<String> newestOnly;

    /**
     * @param fleet who needs whom; empty if that is not known
     * @param snapshot where the guests go back to
     * @param newestOnly the storages that can only go back to the newest snapshot
     */
    public RollbackPlanner(Fleet fleet, Actual actual, String snapshot, Set<String> newestOnly) {
        this.actual = actual;
        this.ties = new Ties(fleet, actual);
        this.snapshot = snapshot;
        this.newestOnly = Set.copyOf(newestOnly);
    }

    /**
     * Plans them.
     *
     * @param startAgain whether guests that run are started again
     */
    public Plan plan(Collection<VmId> selected, boolean startAgain) {
        return new Plan(
                new TreeSet<>(selected).stream().map(id -> one(id, startAgain)).toList());
    }

    /** The newer snapshots that have to be deleted for it, of all guests. */
    public Set<String> removed(Collection<VmId> selected) {
        Set<String> removed = new LinkedHashSet<>();
        selected.stream()
                .filter(id -> refusal(id).isEmpty())
                .forEach(id -> removed.addAll(rollback(id).removed()));
        return removed;
    }

    /** The node as it will be. */
    public Actual afterwards(Collection<VmId> selected) {
        return actual.replacing(
                selected.stream().map(id -> rollback(id).afterwards()).toList());
    }

    /** The plan with these rollbacks before everything else that happens to the same guests. */
    public static Plan before(Plan plan, Plan rollbacks) {
        Map<String, Subject> first = new LinkedHashMap<>();
        rollbacks.subjects().forEach(subject -> first.put(subject.id(), subject));
        return new Plan(plan.subjects().stream()
                .map(subject -> joined(Optional.ofNullable(first.get(subject.id())), subject))
                .toList());
    }

    private static Subject joined(Optional<Subject> first, Subject then) {
        if (first.isEmpty() || then.refusal().isPresent()) {
            return then;
        }
        List<Step> steps = new ArrayList<>(first.get().steps());
        StepKey last = steps.get(steps.size() - 1).key();
        then.steps()
                .forEach(step ->
                        steps.add(step.needs().stream().anyMatch(isStepOf(then)) ? step : step.after(Set.of(last))));
        List<phoenix.orchestrator.plan.Change> changes =
                new ArrayList<>(first.get().changes());
        changes.addAll(then.changes());
        List<String> remarks = new ArrayList<>(first.get().remarks());
        remarks.addAll(then.remarks());
        return new Subject(
                then.id(),
                then.label(),
                Subject.Action.CHANGE,
                changes,
                steps,
                remarks,
                Optional.empty(),
                then.stale());
    }

    private static java.util.function.Predicate<StepKey> isStepOf(Subject subject) {
        return key -> key.subject().equals(subject.id());
    }

    private Subject one(VmId id, boolean startAgain) {
        Optional<Subject.Refusal> refusal = refusal(id);
        return refusal.isPresent()
                ? Subject.refused(id.toString(), ties.label(id), refusal.get())
                : rollback(id).plan(startAgain, remarks(id));
    }

    private List<String> remarks(VmId id) {
        List<String> remarks = new ArrayList<>();
        Set<VmId> dependants = new TreeSet<>(ties.dependants(id));
        if (!dependants.isEmpty()) {
            remarks.add("needed by " + ties.labels(dependants) + ", which have to do without it meanwhile");
        }
        Set<VmId> copies = new TreeSet<>(ties.copies(id));
        copies.addAll(ties.linkedClones(id));
        if (!copies.isEmpty()) {
            remarks.add("clones of it stay as they are: " + ties.labels(copies));
        }
        return remarks;
    }

    private Optional<Subject.Refusal> refusal(VmId id) {
        Optional<ActualGuest> have = actual.guest(id);
        if (have.isEmpty()) {
            return Optional.of(
                    new Subject.Refusal("guest " + ties.label(id) + " is not there", "make it first: phoenix " + id));
        }
        return rollback(id).refusal();
    }

    private GuestRollback rollback(VmId id) {
        return new GuestRollback(actual.guest(id).orElseThrow(), snapshot, newestOnly);
    }
}
