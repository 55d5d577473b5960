package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/** A step that waits for tests, too. */
public record Sealed(Step step, Set<StepKey> tests) implements Step {
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
        Set<StepKey> all = new LinkedHashSet<>(step.needs());
        all.addAll(tests);
        return all;
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
    public boolean alreadyTrue(NodeAccess node) {
        return step.alreadyTrue(node);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        step.act(node, log);
    }
}
