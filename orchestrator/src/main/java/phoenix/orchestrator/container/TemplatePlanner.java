package phoenix.orchestrator.container;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VolumeId;

/** Plans what containers need of the node itself: templates that must be downloaded first, each once. Pure. */
public final class TemplatePlanner {
    private TemplatePlanner() {}

    /** The node's part of the plan; empty if it has none. */
    public static Optional<Subject> plan(Actual actual, Collection<PlannedContainer> containers) {
        List<VolumeId> wanted = containers.stream()
                .flatMap(container -> container.subject().steps().stream())
                .filter(CreateContainer.class::isInstance)
                .map(step -> ((CreateContainer) step).template())
                .distinct()
                .filter(volume -> !actual.templates().contains(volume))
                .toList();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        List<Step> steps = wanted.stream()
                .<Step>map(volume -> new ProvideTemplate(actual.node(), volume))
                .toList();
        List<Change> changes = wanted.stream()
                .map(volume -> new Change("template", "", volume.toString(), ""))
                .toList();
        return Optional.of(new Subject(
                actual.node(),
                "node " + actual.node(),
                Subject.Action.CHANGE,
                changes,
                steps,
                List.of(),
                Optional.empty()));
    }
}
