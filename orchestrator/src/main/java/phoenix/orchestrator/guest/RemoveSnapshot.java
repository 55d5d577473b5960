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

/** Removes a snapshot that Phoenix took, where the same state is to be taken anew. */
public record RemoveSnapshot(Target target, String name, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("remove snapshot " + name);
    }

    @Override
    public String title() {
        return "remove snapshot " + name;
    }

    @Override
    public boolean seals() {
        return true;
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
        return LiveGuest.at(node, target)
                .filter(live -> live.snapshots(node).containsKey(name))
                .isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return GuestApi.deleteSnapshot(target.path(), name);
    }
}
