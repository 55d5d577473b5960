package phoenix.orchestrator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.Ties;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.guest.RemoveSnapshot;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/**
 * What becomes of snapshots that Phoenix took and the file declares no more: they are ways back, so they stay and are told, until somebody
 * names them to be dropped. One that somebody else took is never touched. Pure.
 */
public final class DroppedSnapshots {
    private final Fleet fleet;
    private final Actual actual;
    private final Set<String> named;

    /** @param named the snapshots that may be deleted where no file declares them any more */
    public DroppedSnapshots(Fleet fleet, Actual actual, Set<String> named) {
        this.fleet = fleet;
        this.actual = actual;
        this.named = new TreeSet<>(named);
    }

    /**
     * This plan with what there is to say of such snapshots, and the deletion of those that were named, after all else.
     *
     * @param selected the guests that the user named; what they need keeps its snapshots
     */
    public Plan in(Plan plan, Collection<VmId> selected) {
        List<Subject> subjects = new ArrayList<>();
        Set<String> nobodys = new TreeSet<>(named);
        selected.forEach(id -> actual.guest(id)
                .ifPresent(have -> nobodys.removeAll(have.config().snapshots().keySet())));
        for (Subject subject : plan.subjects()) {
            boolean isSelected = selected.stream().anyMatch(id -> id.toString().equals(subject.id()));
            Subject told = isSelected ? of(subject, VmId.parse(subject.id())) : subject;
            if (isSelected && !nobodys.isEmpty()) {
                told = told.remarking("no guest of this run has a snapshot " + String.join(", ", nobodys) + " to drop");
                nobodys.clear();
            }
            subjects.add(told);
        }
        return new Plan(subjects);
    }

    private Subject of(Subject subject, VmId id) {
        Optional<DesiredGuest> want = fleet.guest(id);
        Optional<ActualGuest> have = actual.guest(id);
        boolean stays = subject.action() == Subject.Action.NONE || subject.action() == Subject.Action.CHANGE;
        return stays && want.isPresent() && have.isPresent()
                ? new OneGuest(subject, want.get(), have.get()).planned()
                : subject;
    }

    /** What is done and said of one. */
    private final class OneGuest {
        private final Subject subject;
        private final ActualGuest have;
        private final Target target;
        private final Set<String> declared;
        private final Set<String> dropped;

        OneGuest(Subject subject, DesiredGuest want, ActualGuest have) {
            this.subject = subject;
            this.have = have;
            this.target = new Target(have.kind(), have.id(), want.label(), have.node());
            this.declared = want.snapshotNames();
            this.dropped = new TreeSet<>(have.memory().records().keySet());
            dropped.removeAll(declared);
        }

        Subject planned() {
            Set<VmId> clones = dropped.isEmpty() ? Set.of() : new Ties(fleet, actual).linkedClones(have.id());
            List<Change> changes = new ArrayList<>();
            List<Step> steps = new ArrayList<>();
            Subject told = tellOfOthers();
            for (String name : dropped) {
                if (!clones.isEmpty()) {
                    told = told.remarking("snapshot " + name + " is declared no more, and stays for the linked clones "
                            + new Ties(fleet, actual).labels(clones));
                } else if (named.contains(name)) {
                    changes.add(
                            new Change("snapshot " + name, "there", "", "the file declares it no more", Impact.NONE));
                    steps.add(new RemoveSnapshot(target, name, needs(steps)));
                } else {
                    told = told.remarking("snapshot " + name
                            + " is declared no more; it stays until it is dropped with: --drop-snapshots " + name);
                }
            }
            return told.withMore(changes, steps);
        }

        private Subject tellOfOthers() {
            Subject told = subject;
            Set<String> there = have.config().snapshots().keySet();
            for (String name : named) {
                if (there.contains(name) && !dropped.contains(name)) {
                    told = told.remarking("snapshot " + name + " stays: "
                            + (declared.contains(name) ? "the file declares it" : "Phoenix did not take it"));
                }
            }
            return told;
        }

        /** What is done last so far. */
        private Set<StepKey> needs(List<Step> more) {
            List<Step> all = more.isEmpty() ? subject.steps() : more;
            return all.isEmpty() ? Set.of() : Set.of(all.get(all.size() - 1).key());
        }
    }
}
