package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.Done;
import phoenix.pve.api.Request;

/** Makes the resource pool that a guest shall be in. It stays when the guest goes: it is the cluster's. */
public record MakePool(Target target, String pool, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("make pool");
    }

    @Override
    public String title() {
        return "make pool " + pool;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return node.client().send(ClusterApi.pools()).contains(pool);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().send(call());
    }

    private Request<Done> call() {
        return ClusterApi.createPool(pool);
    }
}
