package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;

/** Plans what VMs need of the node itself: images that must be downloaded or checked first, each once. Pure. */
public final class ImagePlanner {
    private ImagePlanner() {}

    /**
     * The node's part of the plan with the images in it; empty if it has none.
     *
     * @param others what the node has to do for containers
     */
    public static Optional<Subject> plan(Actual actual, Optional<Subject> others, Collection<PlannedVm> vms) {
        Map<String, ImageChoice> wanted = new LinkedHashMap<>();
        vms.stream()
                .filter(vm -> vm.subject().steps().stream().anyMatch(CreateVm.class::isInstance))
                .filter(vm -> vm.want().origin() instanceof Origin.Image)
                .flatMap(vm -> ImageChoice.find((Origin.Image) vm.want().origin(), actual).stream())
                .filter(image -> image.isToBeFetched() || image.isToBeChecked())
                .forEach(image -> wanted.putIfAbsent(image.source(), image));
        if (wanted.isEmpty()) {
            return others;
        }
        List<Step> steps = new ArrayList<>(others.map(Subject::steps).orElse(List.of()));
        List<Change> changes = new ArrayList<>(others.map(Subject::changes).orElse(List.of()));
        wanted.values().forEach(image -> {
            if (image.isToBeFetched()) {
                steps.add(new FetchImage(actual.node(), image, actual.access().shell(), Set.of()));
                changes.add(new Change("image", "", image.source(), ""));
            } else {
                steps.add(new CheckImage(actual.node(), image, Set.of()));
            }
        });
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
