package phoenix.lab.guest;

import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Grows a volume; no volume ever shrinks, and the size that it has already is refused, too.
 *
 * @see "PVE source: PVE/API2/LXC.pm resize_vm"
 */
final class Resizing {
    private final Guests guests;

    Resizing(Guests guests) {
        this.guests = guests;
    }

    private record Plan(ContainerConfig config, Mount mount, DiskSize size) {}

    Object resize(Call call) {
        VmId id = call.vmid();
        check(call, id);
        return guests.tasks()
                .start(
                        "resize",
                        id.toString(),
                        call.caller(),
                        task -> guests.holding(id, () -> {
                            Plan plan = check(call, id);
                            guests.volumes().resize(plan.mount().volumeId(), plan.size());
                            plan.config()
                                    .current()
                                    .set(
                                            plan.mount().option(),
                                            plan.mount().sized(plan.size()).print());
                            guests.files().write(id, plan.config());
                        }))
                .toString();
    }

    private Plan check(Call call, VmId id) {
        ContainerConfig config = guests.files().load(id);
        config.checkLock();
        String disk = call.text("disk");
        call.caller().check("/vms/" + id, "VM.Config.Disk");
        Digests.check(call, config);
        Mount mount = Mount.parse(disk, config.current().get(disk).orElse(""));
        if (!mount.isVolume()) {
            throw ApiException.failure("unable to parse volume ID '" + mount.volume() + "'");
        }
        VolumeId volume = mount.volumeId();
        guests.storages()
                .name(volume)
                .owner()
                .filter(owner -> !owner.equals(id))
                .ifPresent(owner -> {
                    throw ApiException.failure("can't resize mount point owned by another container (" + owner + ")");
                });
        call.caller().check("/storage/" + volume.storage(), "Datastore.AllocateSpace");
        guests.storages().enabled(volume.storage());
        return new Plan(
                config,
                mount,
                newSize(call.text("size"), guests.volumes().usage(volume).quota()));
    }

    private static DiskSize newSize(String wish, DiskSize now) {
        boolean more = wish.startsWith("+");
        long asked = DiskSize.parse(more ? wish.substring(1) : wish).bytes();
        DiskSize size = new DiskSize(more ? Math.addExact(now.bytes(), asked) : asked);
        if (size.compareTo(now) < 0) {
            throw ApiException.failure("unable to shrink disk size");
        }
        if (size.equals(now)) {
            throw ApiException.failure("disk is already at specified size");
        }
        return size;
    }
}
