package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestKind;
import phoenix.pve.PropertyString;
import phoenix.pve.Upid;
import phoenix.pve.VolumeId;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.PveException;
import phoenix.pve.api.Request;
import phoenix.pve.api.StorageApi;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.Output;

/**
 * Grows a volume. Sends the total size, never "+n": a repeat must not grow it twice. A container's file system grows with it, a VM's at
 * its next boot, by cloud-init.
 *
 * <p>A rollback to a snapshot of before a growth leaves a container's volume as large as it is, at least on ZFS, while the configuration says
 * the size of then. Proxmox refuses to grow such a volume to what it has, and has no call that corrects the configuration: {@code pct rescan}
 * does. Of a VM's disk, the same call corrects it.
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

    /**
     * Asked first for a reason: to grow a container's volume to the size that it has is an error in Proxmox. What is in force is asked for: a
     * change of the volume's option that waits for a restart names the size that the volume had when it was made.
     */
    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return inForce(node)
                .flatMap(GrowVolume::sizeOf)
                .filter(size -> size.compareTo(total) >= 0)
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        if (target.kind() == GuestKind.CONTAINER && isThere(node)) {
            rescan(node, log);
        } else {
            node.client().sendTask(call(), limit(), log::line);
        }
    }

    private Optional<String> inForce(NodeAccess node) {
        try {
            return node.client().send(GuestApi.config(target.path())).get(option);
        } catch (PveException.NotFound gone) {
            return Optional.empty();
        }
    }

    /** Whether the volume itself is as large as wanted. Who may not see it tries to grow it. */
    private boolean isThere(NodeAccess node) {
        Optional<VolumeId> volume = inForce(node)
                .flatMap(value -> PropertyString.parse(value, "volume").get("volume"))
                .map(VolumeId::parse);
        try {
            return volume.map(id -> node.client().send(StorageApi.size(target.node(), id)))
                    .filter(size -> size.compareTo(total) >= 0)
                    .isPresent();
        } catch (PveException.Denied hidden) {
            return false;
        }
    }

    private void rescan(NodeAccess node, StepLog log) {
        String purpose = "have Proxmox note the size that " + option + " of " + target + " has";
        Output output = NodeCommands.shell(node, target, purpose)
                .run(Command.of("pct", "rescan", "--vmid", target.id().toString()));
        output.stdout().lines().forEach(log::line);
        if (!output.succeeded()) {
            throw new StepFailure(
                    "cannot " + purpose + ": " + output.stderr().strip(),
                    "on the node, run: pct rescan --vmid " + target.id(),
                    log.last(20));
        }
    }

    private Request<Upid> call() {
        return GuestApi.resize(target.path(), option, total);
    }
}
