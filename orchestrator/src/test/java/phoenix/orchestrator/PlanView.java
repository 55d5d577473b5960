package phoenix.orchestrator;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;

/** What tests ask of a plan. */
public record PlanView(Plan plan) {
    /** Plans all of a fleet. */
    public static PlanView of(Actual actual, Redo redo, DesiredContainer... fleet) {
        return of(actual, redo, Stream.of(fleet).map(DesiredContainer::id).toList(), fleet);
    }

    public static PlanView of(Actual actual, Redo redo, List<VmId> selected, DesiredContainer... fleet) {
        SortedMap<VmId, DesiredContainer> byId = new TreeMap<>();
        Stream.of(fleet).forEach(container -> byId.put(container.id(), container));
        return new PlanView(Planner.converge(
                new Fleet(byId, new TreeMap<>()), actual, selected, redo, Path.of("features/phoenix.sh")));
    }

    public Subject subject(int id) {
        return plan.subjects().stream()
                .filter(subject -> subject.id().equals(Integer.toString(id)))
                .findFirst()
                .orElseThrow();
    }

    public List<String> titles(int id) {
        return subject(id).steps().stream().map(Step::title).toList();
    }

    /** {@code memory [live]} of each change. */
    public List<String> impacts(int id) {
        return subject(id).changes().stream()
                .map(change -> change.attribute() + " [" + change.impact() + "]")
                .toList();
    }

    public Impact impactOf(int id, String attribute) {
        return subject(id).changes().stream()
                .filter(change -> change.attribute().equals(attribute))
                .map(Change::impact)
                .findFirst()
                .orElseThrow();
    }

    public Subject.Refusal refusal(int id) {
        return subject(id).refusal().orElseThrow();
    }

    /** Everything that dry-run shows, for comparing. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Subject subject : plan.subjects()) {
            text.append(subject.action())
                    .append(' ')
                    .append(subject.label())
                    .append(subject.changes())
                    .append(subject.stale())
                    .append(subject.remarks())
                    .append(subject.refusal());
            subject.steps()
                    .forEach(
                            step -> text.append(step.key()).append(step.needs()).append(step.preview()));
        }
        return text.toString();
    }
}
