package phoenix.orchestrator.plan;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;

/** A step that needs more than it knew of. */
record StepAfter(Step step, Set<StepKey> others) implements Step {
    StepAfter {
        others = Set.copyOf(others);
    }

    @Override
    public StepKey key() {
        return step.key();
    }

    @Override
    public String title() {
        return step.title();
    }

    @Override
    public Set<StepKey> needs() {
        Set<StepKey> needs = new LinkedHashSet<>(step.needs());
        needs.addAll(others);
        return needs;
    }

    @Override
    public List<String> preview() {
        return step.preview();
    }

    @Override
    public Set<String> lanes() {
        return step.lanes();
    }

    @Override
    public boolean seals() {
        return step.seals();
    }

    @Override
    public boolean tests() {
        return step.tests();
    }

    @Override
    public Duration limit() {
        return step.limit();
    }

    @Override
    public int tries() {
        return step.tries();
    }

    @Override
    public Duration interval() {
        return step.interval();
    }

    @Override
    public Optional<String> remark() {
        return step.remark();
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return step.alreadyTrue(node);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        step.act(node, log);
    }
}
