package phoenix.lab.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.lab.guest.GuestAccess;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.schema.Formats;
import phoenix.lab.storage.GuestVolumes;
import phoenix.lab.task.Task;
import phoenix.lab.task.Undo;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Grows disks, turns VMs into templates, deletes them.
 *
 * @see "PVE source: PVE/API2/Qemu.pm resize_vm, template, destroy_vm"
 */
final class VmChanges {
    private final VmContext vms;
    private final VmUpdate update;
    private final GuestAccess access;

    VmChanges(VmContext vms, VmUpdate update, GuestAccess access) {
        this.vms = vms;
        this.update = update;
        this.access = access;
    }

    /** Everything but the right to skip a lock is found out in the task. */
    Object resize(Call call) {
        VmId id = call.vmid();
        boolean skipLock = VmPowerEndpoints.skipsLock(call);
        return vms.tasks()
                .start(
                        "resize",
                        id.toString(),
                        call.caller(),
                        task -> vms.holding(id, () -> {
                            VmConfig config = vms.files().load(id);
                            VmContext.checkDigest(call.find("digest"), config);
                            if (!skipLock) {
                                config.checkLock();
                            }
                            grow(call, id, config);
                        }))
                .toString();
    }

    private void grow(Call call, VmId id, VmConfig config) {
        String disk = call.text("disk");
        Drive drive = config.get(disk)
                .map(value -> Drive.parse(disk, value))
                .orElseThrow(() -> ApiException.failure("disk '" + disk + "' does not exist"));
        if (drive.isCdrom()) {
            throw ApiException.failure("you can't resize a cdrom");
        }
        if (!drive.isDisk()) {
            throw ApiException.failure("disk '" + disk + "' has no associated volume");
        }
        call.caller().check("/storage/" + drive.volumeId().storage(), "Datastore.AllocateSpace");
        vms.storages().enabled(drive.volumeId().storage());
        DiskSize now = vms.volumes().usage(drive.volumeId()).quota();
        DiskSize size = newSize(call.text("size"), now);
        if (size.compareTo(now) < 0) {
            throw ApiException.failure("shrinking disks is not supported");
        }
        if (!size.equals(now)) {
            vms.volumes().resize(drive.volumeId(), size);
            config.current().put(drive.option(), drive.sized(size).print());
            vms.files().write(id, config);
        }
    }

    private static DiskSize newSize(String wish, DiskSize now) {
        boolean more = wish.startsWith("+");
        long asked = DiskSize.parse(more ? wish.substring(1) : wish).bytes();
        return new DiskSize(more ? Math.addExact(now.bytes(), asked) : asked);
    }

    @Nullable Object unlink(Call call) {
        VmId id = call.vmid();
        vms.change(id, config -> {
            config.checkLock();
            Map<String, String> problems = update.run(
                    id,
                    config,
                    vms.runs(id),
                    new VmUpdate.Wish(Map.of(), Formats.split(call.text("idlist")), List.of(), call.flag("force")),
                    new Undo());
            if (!problems.isEmpty()) {
                throw ApiException.parameters(problems);
            }
        });
        return null;
    }

    Object template(Call call) {
        VmId id = call.vmid();
        checkTemplate(id, vms.files().load(id));
        return vms.tasks()
                .start(
                        "qmtemplate",
                        id.toString(),
                        call.caller(),
                        task -> vms.holding(id, () -> {
                            VmConfig config = vms.files().load(id);
                            checkTemplate(id, config);
                            finishTemplate(id, config);
                        }))
                .toString();
    }

    private void checkTemplate(VmId id, VmConfig config) {
        config.checkLock();
        if (!config.snapshots().isEmpty()) {
            throw ApiException.failure("unable to create template, because VM contains snapshots");
        }
        if (config.isTemplate()) {
            throw ApiException.failure("you can't convert a template to a template");
        }
        if (vms.runs(id)) {
            throw ApiException.failure("you can't convert a VM to template if VM is running");
        }
    }

    /** Makes bases of the volumes that are none yet; may be repeated. */
    void finishTemplate(VmId id, VmConfig config) {
        config.current().put("template", "1");
        for (Drive drive : Drives.disks(config.current())) {
            VolumeId volume = drive.volumeId();
            if (vms.storages().name(volume).isBase()) {
                continue;
            }
            VolumeId base = vms.volumes().exists(volume) ? vms.volumes().makeBase(volume) : baseOf(volume);
            config.current().put(drive.option(), drive.on(base).print());
        }
        vms.files().write(id, config);
    }

    /** The name that a volume has once it is a base. */
    static VolumeId baseOf(VolumeId volume) {
        String path = volume.volume();
        int slash = path.lastIndexOf('/');
        return new VolumeId(
                volume.storage(), path.substring(0, slash + 1) + GuestVolumes.baseName(path.substring(slash + 1)));
    }

    Object destroy(Call call) {
        VmId id = call.vmid();
        boolean skipLock = VmPowerEndpoints.skipsLock(call);
        checkDestroy(id, vms.files().load(id));
        boolean unreferenced = call.flag("destroy-unreferenced-disks");
        return vms.tasks()
                .start(
                        "qmdestroy",
                        id.toString(),
                        call.caller(),
                        task -> vms.holding(id, () -> {
                            VmConfig config = vms.files().load(id);
                            checkDestroy(id, config);
                            if (!skipLock && !config.get("lock").orElse("").equals("suspended")) {
                                config.checkLock();
                            }
                            checkUnused(config);
                            carryOut(id, config, unreferenced, task);
                        }))
                .toString();
    }

    private void checkDestroy(VmId id, VmConfig config) {
        config.checkProtection("can't remove VM " + id);
        if (vms.runs(id)) {
            throw ApiException.failure("VM " + id + " is running - destroy failed");
        }
    }

    private void checkUnused(VmConfig config) {
        if (config.isTemplate()) {
            for (Drive drive : Drives.disks(config.current())) {
                if (vms.volumes().hasClones(drive.volumeId())) {
                    throw ApiException.failure("base volume '" + drive.file() + "' is still in use by linked cloned");
                }
            }
        }
    }

    private void carryOut(VmId id, VmConfig config, boolean unreferenced, Task task) {
        for (String volume : Drives.everywhere(config)) {
            try {
                vms.removeOwn(id, volume);
            } catch (NodeException | ApiException failed) {
                task.log("Could not remove disk '" + volume + "', check manually: " + failed.getMessage());
            }
        }
        VmConfig zombie = VmConfig.empty();
        zombie.current().put("lock", "destroyed");
        vms.files().write(id, zombie);
        if (unreferenced) {
            removeAllVolumes(id);
        }
        bury(id);
    }

    /** Removes every volume of a guest, by name. */
    void removeAllVolumes(VmId id) {
        Optional<String> storage = vms.storages().all().stream()
                .filter(one -> one.holds("images") && !one.isDisabled())
                .map(one -> one.id())
                .findFirst();
        storage.ifPresent(where ->
                vms.volumes().of(id).forEach(name -> vms.volumes().free(new VolumeId(where, name))));
    }

    /** The last step: nothing of the VM is left but its number. */
    void bury(VmId id) {
        vms.machines().forget(id);
        access.forget(id);
        vms.firewalls().remove(id);
        vms.files().remove(id);
    }
}
