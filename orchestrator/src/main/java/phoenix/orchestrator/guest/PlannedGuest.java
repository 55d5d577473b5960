package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.Subject;

/** A guest's part of the plan, as guests of the other kind need to know it. */
public interface PlannedGuest {
    DesiredGuest want();

    Subject subject();

    /** The step after which clones can be made of it and dependants can start; empty if that is so already. */
    default Optional<StepKey> lastStep() {
        List<Step> steps = subject().steps();
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(steps.get(steps.size() - 1).key());
    }

    default boolean isRefused() {
        return subject().refusal().isPresent();
    }
}
