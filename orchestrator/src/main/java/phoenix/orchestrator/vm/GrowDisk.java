package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.DiskSize;
import phoenix.pve.Upid;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/** Grows a disk to a total size. The file system in the guest grows at its next boot, by cloud-init. */
record GrowDisk(Target target, String disk, DiskSize total, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("grow " + disk);
    }

    @Override
    public String title() {
        return "grow " + disk + " to " + total;
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
                .flatMap(live -> VmDisks.size(live.options().getOrDefault(disk, "")))
                .filter(size -> size.compareTo(total) >= 0)
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return GuestApi.resize(target.path(), disk, total);
    }
}
