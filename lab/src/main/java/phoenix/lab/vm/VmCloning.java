package phoenix.lab.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.guest.GuestAccess;
import phoenix.lab.node.Node;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.task.Task;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Copies a VM, whole or as a linked clone. Clones of one stopped source may be made at the same time; the target exists at once, locked
 * {@code clone}.
 *
 * @see "PVE source: PVE/API2/Qemu.pm clone_vm"
 */
final class VmCloning {
    private static final Set<String> NOT_COPIED =
            Set.of("lock", "parent", "snaptime", "snapstate", "vmstate", "template", "digest", "runningmachine");
    private static final DiskSize CLOUD_INIT = new DiskSize(4 << 20);

    private final VmContext vms;
    private final GuestAccess access;

    VmCloning(VmContext vms, GuestAccess access) {
        this.vms = vms;
        this.access = access;
    }

    private record Plan(VmId source, VmId target, Optional<String> snapshot, boolean full, Optional<String> storage) {}

    Object create(Call call) {
        VmId source = call.vmid();
        VmId target = VmId.parse(call.text("newid"));
        vms.checkThere(source);
        call.find("pool")
                .filter(pool -> !call.caller().rights().poolExists(pool))
                .ifPresent(pool -> {
                    throw ApiException.forbidden("pool '" + pool + "' does not exist");
                });
        call.find("target")
                .filter(node -> !node.equals(Node.NAME) && !node.equals("localhost"))
                .ifPresent(node -> {
                    throw ApiException.failure("no such cluster node '" + node + "'");
                });
        call.find("storage").map(vms.storages()::enabled).ifPresent(storage -> {
            if (!storage.holds("images")) {
                throw ApiException.parameter("storage", "storage '" + storage.id() + "' does not support vm images");
            }
        });
        VmConfig config = vms.files().load(source);
        config.checkLock();
        Plan plan = new Plan(
                source,
                target,
                call.find("snapname"),
                call.find("full").map("1"::equals).orElse(!config.isTemplate()),
                call.find("storage"));
        if (!plan.full() && plan.storage().isPresent()) {
            throw ApiException.failure("parameter 'storage' not allowed for linked clones");
        }
        if (!plan.full() && call.find("format").isPresent()) {
            throw ApiException.failure("parameter 'format' not allowed for linked clones");
        }
        Map<String, String> options =
                plan.snapshot().<Map<String, String>>map(config::snapshot).orElse(config.current());
        List<Drive> disks = checked(call, plan, options);
        try {
            vms.reserve(target, "clone");
        } catch (ApiException refused) {
            throw ApiException.failure("unable to create VM " + target + ": config file already exists");
        }
        try {
            vms.firewalls().copy(source, target);
            return vms.tasks()
                    .start("qmclone", source.toString(), call.caller(), task -> {
                        carryOut(plan, call, options, disks, task);
                        call.find("pool").ifPresent(pool -> access.addToPool(target, pool));
                    })
                    .toString();
        } catch (RuntimeException refused) {
            vms.firewalls().remove(target);
            vms.files().remove(target);
            throw refused;
        }
    }

    private List<Drive> checked(Call call, Plan plan, Map<String, String> options) {
        List<Drive> disks = new ArrayList<>();
        for (Drive drive : Drives.of(options)) {
            if (drive.isCloudInit()) {
                call.caller().check("/storage/" + drive.volumeId().storage(), "Datastore.AllocateSpace");
            }
            if (!drive.isDisk()) {
                continue;
            }
            VolumeId volume = drive.volumeId();
            String storage = plan.storage().orElse(volume.storage());
            call.caller().check("/storage/" + storage, "Datastore.AllocateSpace");
            String feature = plan.full() ? "copy" : "clone";
            if (!vms.volumes().has(feature, volume, plan.snapshot().isPresent())) {
                throw ApiException.failure((plan.full() ? "Full" : "Linked") + " clone feature is not supported for"
                        + (plan.snapshot().isPresent() ? " a snapshot of" : "") + " '" + volume + "' ("
                        + drive.option() + ")");
            }
            disks.add(drive);
        }
        new VmRights(call.caller(), plan.source(), Optional.empty()).checkBridges(options);
        return disks;
    }

    private void carryOut(Plan plan, Call call, Map<String, String> options, List<Drive> disks, Task task) {
        VmId target = plan.target();
        task.undo()
                .add(
                        "remove the configuration of VM " + target,
                        () -> vms.files().remove(target));
        task.undo().add("forget VM " + target, () -> vms.machines().forget(target));
        task.undo()
                .add(
                        "remove the firewall of VM " + target,
                        () -> vms.firewalls().remove(target));
        try {
            VmConfig copy = VmConfig.empty();
            options.forEach((option, value) -> {
                if (!NOT_COPIED.contains(option) && !VmOptions.isUnused(option)) {
                    copy.current().put(option, VmOptions.isNet(option) ? VmNetworks.withNewMac(value) : value);
                }
            });
            copy.current()
                    .computeIfPresent(
                            "smbios1",
                            (key, value) -> value.replaceFirst("\\buuid=[^,]*", "uuid=" + VmNetworks.newUuid()));
            copy.current().computeIfPresent("vmgenid", (key, value) -> VmNetworks.newUuid());
            copy.current()
                    .put(
                            "name",
                            call.text(
                                    "name",
                                    "Copy-of-VM-"
                                            + options.getOrDefault(
                                                    "name", plan.source().toString())));
            call.find("description").ifPresent(text -> copy.current().put("description", text.strip()));
            for (Drive drive : disks) {
                VolumeId volume = copyOf(plan, drive, task);
                task.undo().add("remove volume " + volume, () -> vms.volumes().free(volume));
                copy.current()
                        .put(
                                drive.option(),
                                drive.on(volume)
                                        .sized(vms.volumes().usage(volume).quota())
                                        .print());
            }
            CloudInit.drive(options).ifPresent(drive -> {
                VolumeId volume =
                        vms.volumes().allocateNamed(target, drive.volumeId().storage(), "cloudinit", CLOUD_INIT);
                task.undo().add("remove volume " + volume, () -> vms.volumes().free(volume));
                copy.current().put(drive.option(), drive.on(volume).print());
            });
            vms.holding(target, () -> vms.files().write(target, copy));
        } catch (ApiException failed) {
            throw ApiException.failure("clone failed: " + failed.printed());
        } catch (NodeException failed) {
            throw ApiException.failure("clone failed: " + failed.getMessage());
        }
    }

    private VolumeId copyOf(Plan plan, Drive drive, Task task) {
        VolumeId volume = drive.volumeId();
        if (plan.full()) {
            task.log("create full clone of drive " + drive.option() + " (" + volume + ")");
            return vms.volumes()
                    .copy(volume, plan.snapshot(), plan.target(), plan.storage().orElse(volume.storage()));
        }
        task.log("create linked clone of drive " + drive.option() + " (" + volume + ")");
        return vms.volumes().linkedClone(volume, plan.target());
    }
}
