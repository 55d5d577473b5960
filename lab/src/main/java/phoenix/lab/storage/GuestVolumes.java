package phoenix.lab.storage;

import java.util.List;
import java.util.Optional;
import phoenix.lab.node.Volumes;
import phoenix.lab.rest.ApiException;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * The guests' volumes, with the rules of Proxmox's {@code zfspool}: names, bases that cannot go while clones need them, rollback
 * to the newest snapshot only.
 *
 * @see "PVE source: PVE/Storage/ZFSPoolPlugin.pm"
 */
public final class GuestVolumes {
    private static final int MOST_PER_GUEST = 1024;

    private final Storages storages;
    private final Volumes volumes;
    private final VolumeReferences references;

    public GuestVolumes(Storages storages, Volumes volumes, VolumeReferences references) {
        this.storages = storages;
        this.volumes = volumes;
        this.references = references;
    }

    /** Makes an empty volume for a container. */
    public VolumeId allocate(VmId guest, String storage, DiskSize quota) {
        VolumeId volume = new VolumeId(storage, freeName(guest, storage));
        volumes.create(volume.volume(), quota);
        return volume;
    }

    private String freeName(VmId guest, String storage) {
        if (!storages.get(storage).type().equals("zfspool")) {
            throw ApiException.failure(
                    "content type 'rootdir' is not available or configured on storage '" + storage + "'");
        }
        for (int i = 0; i < MOST_PER_GUEST; i++) {
            String name = "subvol-" + guest + "-disk-" + i;
            if (volumes.find(name).isEmpty() && volumes.find(baseName(name)).isEmpty()) {
                return name;
            }
        }
        throw ApiException.failure(
                "unable to allocate an image name for VM " + guest + " in storage '" + storage + "'");
    }

    /** Removes a volume, unless linked clones need it. */
    public void free(VolumeId volume) {
        VolumeName name = storages.name(volume);
        if (name.isBase()
                && references.all().stream()
                        .map(storages::name)
                        .anyMatch(other -> other.base().equals(Optional.of(name.name())))) {
            throw ApiException.failure("base volume '" + volume.volume() + "' is still in use by linked clones");
        }
        volumes.destroy(name.name());
    }

    /** @throws ApiException if there is no such volume */
    public Volumes.Usage usage(VolumeId volume) {
        return volumes.find(storages.name(volume).name())
                .orElseThrow(() -> ApiException.failure(
                        "zfs error: cannot open '" + storages.path(volume).substring(1) + "': dataset does not exist"));
    }

    public boolean exists(VolumeId volume) {
        return volumes.find(storages.name(volume).name()).isPresent();
    }

    public void resize(VolumeId volume, DiskSize quota) {
        volumes.resize(storages.name(volume).name(), quota);
    }

    public void snapshot(VolumeId volume, String snapshot) {
        volumes.snapshot(storages.name(volume).name(), snapshot);
    }

    public void deleteSnapshot(VolumeId volume, String snapshot) {
        volumes.deleteSnapshot(storages.name(volume).name(), snapshot);
    }

    /** @throws ApiException if the snapshot is missing, or others are newer */
    public void checkRollback(VolumeId volume, String snapshot) {
        List<String> snapshots = usage(volume).snapshots();
        int place = snapshots.indexOf(snapshot);
        if (place < 0) {
            throw ApiException.failure(
                    "can't rollback, snapshot '" + snapshot + "' does not exist on '" + volume + "'");
        }
        if (place < snapshots.size() - 1) {
            throw ApiException.failure(
                    "can't rollback, '" + snapshot + "' is not most recent snapshot on '" + volume + "'");
        }
    }

    public void rollback(VolumeId volume, String snapshot) {
        volumes.rollback(storages.name(volume).name(), snapshot);
    }

    /** An independent copy for another guest. */
    public VolumeId copy(VolumeId source, Optional<String> snapshot, VmId guest, String storage) {
        VolumeId target = new VolumeId(storage, freeName(guest, storage));
        volumes.copy(
                storages.name(source).name(),
                snapshot,
                target.volume(),
                usage(source).quota());
        return target;
    }

    /** A linked clone of a base for another guest. */
    public VolumeId linkedClone(VolumeId base, VmId guest) {
        VolumeName name = storages.name(base);
        String target = freeName(guest, base.storage());
        volumes.linkedClone(name.name(), target, usage(base).quota());
        return new VolumeId(base.storage(), name.name() + "/" + target);
    }

    /** Turns a volume into a base, under a new name. */
    public VolumeId makeBase(VolumeId volume) {
        VolumeName name = storages.name(volume);
        String base = baseName(name.name());
        volumes.makeBase(name.name(), base);
        return new VolumeId(volume.storage(), name.base().map(of -> of + "/").orElse("") + base);
    }

    /** What a volume is called once it is a base. */
    public static String baseName(String name) {
        return name.replaceFirst("^subvol-", "basevol-");
    }

    /**
     * Whether a volume can do something.
     *
     * @param feature {@code snapshot}, {@code clone}, {@code copy} or {@code template}
     * @param ofSnapshot whether a snapshot of it is meant
     */
    public boolean has(String feature, VolumeId volume, boolean ofSnapshot) {
        boolean base = storages.name(volume).isBase();
        return switch (feature) {
            case "snapshot" -> ofSnapshot || !base;
            case "clone" -> !ofSnapshot && base;
            case "copy" -> !ofSnapshot;
            case "template" -> !ofSnapshot && !base;
            default -> false;
        };
    }

    /** Every volume of a guest, whether its configuration names it or not. */
    public List<String> of(VmId guest) {
        return volumes.list().stream()
                .map(Volumes.Usage::volume)
                .filter(name -> name.matches("(?:subvol|basevol)-" + guest + "-\\S+"))
                .toList();
    }
}
