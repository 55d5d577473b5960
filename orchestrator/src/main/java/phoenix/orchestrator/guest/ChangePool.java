package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.Done;
import phoenix.pve.api.GuestResource;
import phoenix.pve.api.Request;

/**
 * Makes a container a member of a resource pool, or of none.
 *
 * @param before the pool that it is in; empty for none
 * @param after the pool that it shall be in; empty for none
 */
public record ChangePool(Target target, String before, String after, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("pool");
    }

    @Override
    public String title() {
        return after.isEmpty() ? "leave pool " + before : "pool " + after;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        String found = node.client().send(ClusterApi.guests()).stream()
                .filter(guest -> guest.id().equals(target.id()))
                .map(GuestResource::pool)
                .findFirst()
                .orElse("");
        return found.equals(after);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().send(call());
    }

    private Request<Done> call() {
        return after.isEmpty()
                ? ClusterApi.removeFromPool(before, target.id())
                : ClusterApi.addToPool(after, target.id());
    }
}
