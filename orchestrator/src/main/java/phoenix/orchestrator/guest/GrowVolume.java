package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;
import phoenix.pve.Upid;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/**
 * Grows a volume. Sends the total size, never "+n": a repeat must not grow it twice. A container's file system grows with it, a VM's at
 * its next boot, by cloud-init.
 *
 * @param option {@code rootfs}, {@code mp0}, {@code scsi0}
 */
public record GrowVolume(Target target, String option, DiskSize total, Set<StepKey> needs) implements Step {
    /** The size that an option's value names; empty for a folder of the node, or if it does not say. */
    public static Optional<DiskSize> sizeOf(String value) {
        return value.isEmpty()
                ? Optional.empty()
                : PropertyString.parse(value, "volume").get("size").map(DiskSize::parse);
    }

    @Override
    public StepKey key() {
        return target.key("grow " + option);
    }

    @Override
    public String title() {
        return "grow " + option + " to " + total;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(10);
    }

    /** Asked first for a reason: to grow a container's volume to the size that it has is an error in Proxmox. */
    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .flatMap(live -> sizeOf(live.options().getOrDefault(option, "")))
                .filter(size -> size.compareTo(total) >= 0)
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return GuestApi.resize(target.path(), option, total);
    }
}
