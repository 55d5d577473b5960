package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.Done;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/** Takes a disk from a VM. Its volume stays: Proxmox keeps it as an unused one, which only {@code qm unlink} or a deletion removes. */
record DetachDisk(Target target, String disk, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("detach " + disk);
    }

    @Override
    public String title() {
        return "detach disk " + disk;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> live.options().containsKey(disk))
                .isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        new DiskChange(target, Map.of(), List.of(disk)).send(node);
    }

    private Request<Done> call() {
        return GuestApi.setConfig(target.path(), Map.of(), List.of(disk));
    }
}
