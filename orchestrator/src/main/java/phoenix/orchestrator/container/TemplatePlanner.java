package phoenix.orchestrator.container;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;

/** Plans what containers need of the node itself: templates that must be downloaded or looked at first, each once. Pure. */
public final class TemplatePlanner {
    private TemplatePlanner() {}

    /** The node's part of the plan; empty if it has none. */
    public static Optional<Subject> plan(Actual actual, Collection<PlannedContainer> containers) {
        List<TemplateChoice> wanted = containers.stream()
                .filter(container -> container.subject().steps().stream().anyMatch(CreateContainer.class::isInstance))
                .flatMap(container -> choice(container, actual).stream())
                .filter(TemplateChoice::needsWork)
                .distinct()
                .toList();
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        List<Step> steps = wanted.stream()
                .<Step>map(choice -> new ProvideTemplate(
                        actual.node(), choice, actual.access().shell()))
                .toList();
        List<Change> changes = wanted.stream()
                .map(choice -> choice.present()
                        ? new Change(
                                "template", choice.volume().toString(), "", "its checksum is looked at", Impact.NONE)
                        : new Change("template", "", choice.volume().toString(), ""))
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

    private static Optional<TemplateChoice> choice(PlannedContainer container, Actual actual) {
        return container.want().origin() instanceof Origin.Template template
                ? TemplateChoice.find(template, actual)
                : Optional.empty();
    }
}
