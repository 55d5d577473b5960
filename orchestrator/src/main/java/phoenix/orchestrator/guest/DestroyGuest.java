package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/** Deletes a container with its volumes and snapshots. */
public record DestroyGuest(Target target, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("delete");
    }

    @Override
    public String title() {
        return "delete";
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return GuestApi.destroy(target.path(), false);
    }
}
