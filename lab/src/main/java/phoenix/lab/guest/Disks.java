package phoenix.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.GuestVolumes;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Undo;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Makes the volumes that a container's mounts ask for.
 *
 * @see "PVE source: PVE/LXC.pm create_disks, destroy_lxc_container"
 */
final class Disks {
    private final Storages storages;
    private final GuestVolumes volumes;

    Disks(Storages storages, GuestVolumes volumes) {
        this.storages = storages;
        this.volumes = volumes;
    }

    /**
     * Makes what is new among the mounts and enters all of them in a section.
     *
     * @param undo learns how to remove what was made
     */
    List<VolumeId> create(VmId id, Map<String, String> mounts, ContainerConfig.Part target, Undo undo) {
        List<VolumeId> made = new ArrayList<>();
        for (Mount mount : Mounts.of(mounts)) {
            Mount entered = mount;
            if (mount.isVolume() && mount.newVolume().isPresent()) {
                Mount.NewVolume fresh = mount.newVolume().get();
                VolumeId volume = volumes.allocate(id, fresh.storage(), fresh.size());
                undo.add("remove volume " + volume, () -> volumes.free(volume));
                made.add(volume);
                entered = mount.on(volume).sized(fresh.size());
            }
            target.set(entered.option(), entered.print());
        }
        return made;
    }

    /** Removes a volume that belongs to this container, and leaves others alone. */
    void removeOwn(VmId id, VolumeId volume) {
        if (storages.name(volume).owner().filter(id::equals).isPresent()) {
            volumes.free(volume);
        }
    }

    /** @throws ApiException if containers' volumes may not lie there */
    void checkHoldsContainers(VolumeId volume) {
        if (!storages.get(volume.storage()).holds("rootdir")) {
            throw ApiException.failure(
                    "storage '" + volume.storage() + "' does not allow content type 'rootdir' (Container)");
        }
    }
}
