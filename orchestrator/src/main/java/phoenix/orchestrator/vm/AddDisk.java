package phoenix.orchestrator.vm;

import java.time.Duration;
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

/** Gives a VM another disk. */
record AddDisk(Target target, String disk, String volume, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("add " + disk);
    }

    @Override
    public String title() {
        return "add disk " + disk;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(10);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> live.options().containsKey(disk))
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        new DiskChange(target, Map.of(disk, volume), List.of()).send(node);
    }

    private Request<Done> call() {
        return GuestApi.setConfig(target.path(), Map.of(disk, volume), List.of());
    }
}
