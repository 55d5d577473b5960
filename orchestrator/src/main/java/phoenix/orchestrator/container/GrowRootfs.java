package phoenix.orchestrator.container;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;
import phoenix.pve.Upid;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.Request;

/** Grows a root volume. Sends the total size, never "+n": a repeat must not grow it twice. */
record GrowRootfs(Target target, DiskSize total, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("grow");
    }

    @Override
    public String title() {
        return "grow the root volume to " + total;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    /** Asked first for a reason: to grow a container's volume to the size that it has is an error in Proxmox. */
    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .flatMap(live -> sizeOf(live.options().getOrDefault("rootfs", "")))
                .filter(size -> size.compareTo(total) >= 0)
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    /** The size in a {@code rootfs} option; empty if it does not say. */
    static java.util.Optional<DiskSize> sizeOf(String rootfs) {
        return rootfs.isEmpty()
                ? java.util.Optional.empty()
                : PropertyString.parse(rootfs, "volume").get("size").map(DiskSize::parse);
    }

    private Request<Upid> call() {
        return LxcApi.resize(target.node(), target.id(), "rootfs", total, target.toString());
    }
}
