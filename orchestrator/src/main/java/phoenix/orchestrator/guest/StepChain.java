package phoenix.orchestrator.guest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;

/** One guest's steps, each needing the one before it. Used by one thread. */
public final class StepChain {
    private final List<Step> steps = new ArrayList<>();
    private final Set<StepKey> awaited = new LinkedHashSet<>();

    /** Adds a step that needs the one before it and some steps of others. */
    public void add(Set<StepKey> others, Function<Set<StepKey>, Step> step) {
        Set<StepKey> needs = new LinkedHashSet<>(others);
        last().ifPresent(needs::add);
        needs.addAll(awaited);
        awaited.clear();
        steps.add(step.apply(needs));
    }

    /** Adds a step that needs the one before it. */
    public void add(Function<Set<StepKey>, Step> step) {
        add(Set.of(), step);
    }

    /** Has the next step wait for another's one. */
    public void await(StepKey other) {
        awaited.add(other);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }

    private Optional<StepKey> last() {
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(steps.get(steps.size() - 1).key());
    }
}
