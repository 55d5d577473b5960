package phoenix.lab.guest;

import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Task;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Deletes a container. Its number stays taken, by a configuration that holds nothing but the lock {@code destroyed}, until
 * everything is gone.
 *
 * @see "PVE source: PVE/API2/LXC.pm destroy_vm"
 */
final class Destruction {
    private final Guests guests;
    private final Disks disks;
    private final GuestAccess access;

    Destruction(Guests guests, Disks disks, GuestAccess access) {
        this.guests = guests;
        this.disks = disks;
        this.access = access;
    }

    Object destroy(Call call) {
        VmId id = call.vmid();
        boolean force = call.flag("force");
        boolean unreferenced = call.flag("destroy-unreferenced-disks");
        boolean purge = call.flag("purge");
        check(id, guests.files().load(id));
        checkStopped(id, force);
        return guests.tasks()
                .start(
                        "vzdestroy",
                        id.toString(),
                        call.caller(),
                        task -> guests.holding(id, () -> {
                            carryOut(id, force, unreferenced, task);
                            if (purge) {
                                task.log("purging CT " + id + " from related configurations..");
                            }
                        }))
                .toString();
    }

    private static void check(VmId id, ContainerConfig config) {
        config.checkProtection("can't remove CT " + id);
        config.checkLock();
    }

    private void checkStopped(VmId id, boolean force) {
        if (!force && guests.runs(id)) {
            throw ApiException.failure("unable to destroy CT " + id + " - container is running");
        }
    }

    private void carryOut(VmId id, boolean force, boolean unreferenced, Task task) {
        ContainerConfig config = guests.files().load(id);
        check(id, config);
        checkStopped(id, force);
        if (guests.runs(id)) {
            task.log("forced to stop CT " + id + " before destroying!");
            guests.containers().stop(id);
        }
        Mounts.volumes(config.current()).forEach(mount -> disks.removeOwn(id, mount.volumeId()));
        Mounts.unused(config.current()).forEach(mount -> disks.removeOwn(id, mount.volumeId()));
        Mounts.volumes(config.pending()).stream()
                .filter(mount -> mount.newVolume().isEmpty())
                .forEach(mount -> disks.removeOwn(id, mount.volumeId()));
        ContainerConfig zombie = ContainerConfig.empty();
        zombie.current().set("lock", "destroyed");
        guests.files().write(id, zombie);
        if (unreferenced) {
            removeAllVolumes(id);
        }
        bury(id);
    }

    /** Removes every volume of a guest, by name. */
    void removeAllVolumes(VmId id) {
        guests.storages().all().stream()
                .filter(storage -> storage.holds("rootdir") && !storage.isDisabled())
                .limit(1)
                .forEach(storage -> guests.volumes()
                        .of(id)
                        .forEach(name ->
                                guests.volumes().free(Storages.volumeId(new VolumeId(storage.id(), name).toString()))));
    }

    /** The last step: nothing of the container is left but its number. */
    void bury(VmId id) {
        guests.containers().forget(id);
        access.forget(id);
        guests.firewalls().remove(id);
        guests.files().remove(id);
    }
}
