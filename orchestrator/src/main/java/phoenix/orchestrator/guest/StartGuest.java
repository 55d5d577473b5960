package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/** Starts a guest; a start that failed is tried twice more, for what makes starts fail often passes. */
public record StartGuest(Target target, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("start");
    }

    @Override
    public String title() {
        return "start";
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public int tries() {
        return 3;
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.isRunning(node)).isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return GuestApi.start(target.path());
    }
}
