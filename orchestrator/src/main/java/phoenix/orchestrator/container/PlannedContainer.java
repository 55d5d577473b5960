package phoenix.orchestrator.container;

import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;

/**
 * A container's part of the plan, and what others need to know of it.
 *
 * @param note what its notes will say at the end; empty if it is refused
 */
public record PlannedContainer(Subject subject, Optional<Note> note) {
    /** The step after which clones can be made of it and dependants can start; empty if that is so already. */
    Optional<StepKey> lastStep() {
        List<Step> steps = subject.steps();
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(steps.get(steps.size() - 1).key());
    }

    boolean isRefused() {
        return subject.refusal().isPresent();
    }
}
