package phoenix.orchestrator.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.DestroyGuest;
import phoenix.orchestrator.guest.StopGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * Removes a container that is made anew afterwards: stops it if it runs, and deletes it with its volumes and snapshots.
 *
 * @param running whether it ran when the plan was made
 */
record RemoveContainer(Target target, boolean running, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("remove");
    }

    @Override
    public String title() {
        return "remove, to be made anew";
    }

    @Override
    public List<String> preview() {
        List<String> calls = new ArrayList<>();
        if (running) {
            calls.addAll(stop().preview());
        }
        calls.addAll(deletion().preview());
        return calls;
    }

    @Override
    public Duration limit() {
        return stop().limit().plus(deletion().limit());
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return deletion().alreadyTrue(node);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        if (!stop().alreadyTrue(node)) {
            stop().act(node, log);
        }
        deletion().act(node, log);
    }

    private StopGuest stop() {
        return new StopGuest(target, Set.of());
    }

    private DestroyGuest deletion() {
        return new DestroyGuest(target, Set.of());
    }
}
