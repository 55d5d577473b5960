package phoenix.lab.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import phoenix.lab.node.Node;
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
    private final Node node;
    private final VolumeReferences references;

    public GuestVolumes(Storages storages, Node node, VolumeReferences references) {
        this.storages = storages;
        this.node = node;
        this.references = references;
    }

    private static boolean isImage(String name) {
        return name.startsWith("vm-") || name.startsWith("base-");
    }

    /** Who keeps a volume of this name. */
    private Volumes keeper(String name) {
        return isImage(name) ? node.images() : node.volumes();
    }

    /** Makes an empty volume for a container. */
    public VolumeId allocate(VmId guest, String storage, DiskSize quota) {
        VolumeId volume = new VolumeId(storage, freeName(guest, storage, "subvol"));
        node.volumes().create(volume.volume(), quota);
        return volume;
    }

    /** Makes an empty disk for a VM. */
    public VolumeId allocateImage(VmId guest, String storage, DiskSize size) {
        VolumeId volume = new VolumeId(storage, freeName(guest, storage, "vm"));
        node.images().create(volume.volume(), size);
        return volume;
    }

    /** Makes an empty disk that is called {@code vm-<guest>-<what>}; one that is there already is taken. */
    public VolumeId allocateNamed(VmId guest, String storage, String what, DiskSize size) {
        VolumeId volume = new VolumeId(storage, "vm-" + guest + "-" + what);
        if (!exists(volume)) {
            node.images().create(volume.volume(), size);
        }
        return volume;
    }

    /** Makes a disk for a VM of an image's content. */
    public VolumeId importImage(Path image, VmId guest, String storage) {
        VolumeId volume = new VolumeId(storage, freeName(guest, storage, "vm"));
        node.images().importFile(image, volume.volume());
        return volume;
    }

    /** @throws ApiException if the storage is switched off, or takes no such volumes */
    private String freeName(VmId guest, String storage, String prefix) {
        if (!storages.enabled(storage).type().equals("zfspool")) {
            throw ApiException.failure("content type '" + (prefix.equals("vm") ? "images" : "rootdir")
                    + "' is not available or configured on storage '" + storage + "'");
        }
        for (int i = 0; i < MOST_PER_GUEST; i++) {
            String name = prefix + "-" + guest + "-disk-" + i;
            Volumes keeper = keeper(name);
            if (keeper.find(name).isEmpty() && keeper.find(baseName(name)).isEmpty()) {
                return name;
            }
        }
        throw ApiException.failure(
                "unable to allocate an image name for VM " + guest + " in storage '" + storage + "'");
    }

    /** Whether linked clones need a volume. */
    public boolean hasClones(VolumeId volume) {
        VolumeName name = storages.name(volume);
        return name.isBase()
                && references.all().stream()
                        .map(storages::name)
                        .anyMatch(other -> other.base().equals(Optional.of(name.name())));
    }

    /**
     * Removes a volume.
     *
     * @throws ApiException if its storage is switched off, or linked clones need it
     */
    public void free(VolumeId volume) {
        storages.enabled(volume.storage());
        VolumeName name = storages.name(volume);
        if (hasClones(volume)) {
            throw ApiException.failure("base volume '" + volume.volume() + "' is still in use by linked clones");
        }
        keeper(name.name()).destroy(name.name());
    }

    /** @throws ApiException if there is no such volume */
    public Volumes.Usage usage(VolumeId volume) {
        return keeper(nameOf(volume))
                .find(nameOf(volume))
                .orElseThrow(() -> ApiException.failure(
                        "zfs error: cannot open '" + storages.path(volume).substring(1) + "': dataset does not exist"));
    }

    private String nameOf(VolumeId volume) {
        return storages.name(volume).name();
    }

    public boolean exists(VolumeId volume) {
        return keeper(nameOf(volume)).find(nameOf(volume)).isPresent();
    }

    public void resize(VolumeId volume, DiskSize quota) {
        keeper(nameOf(volume)).resize(nameOf(volume), quota);
    }

    public void snapshot(VolumeId volume, String snapshot) {
        keeper(nameOf(volume)).snapshot(nameOf(volume), snapshot);
    }

    public void deleteSnapshot(VolumeId volume, String snapshot) {
        keeper(nameOf(volume)).deleteSnapshot(nameOf(volume), snapshot);
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
        keeper(nameOf(volume)).rollback(nameOf(volume), snapshot);
    }

    /** An independent copy for another guest. */
    public VolumeId copy(VolumeId source, Optional<String> snapshot, VmId guest, String storage) {
        storages.enabled(source.storage());
        String name = storages.name(source).name();
        VolumeId target = new VolumeId(storage, freeName(guest, storage, prefix(name)));
        keeper(name).copy(name, snapshot, target.volume(), usage(source).quota());
        return target;
    }

    /** A linked clone of a base for another guest. */
    public VolumeId linkedClone(VolumeId base, VmId guest) {
        VolumeName name = storages.name(base);
        String target = freeName(guest, base.storage(), prefix(name.name()));
        keeper(name.name()).linkedClone(name.name(), target, usage(base).quota());
        return new VolumeId(base.storage(), name.name() + "/" + target);
    }

    /** Turns a volume into a base, under a new name. */
    public VolumeId makeBase(VolumeId volume) {
        storages.enabled(volume.storage());
        VolumeName name = storages.name(volume);
        String base = baseName(name.name());
        keeper(name.name()).makeBase(name.name(), base);
        return new VolumeId(volume.storage(), name.base().map(of -> of + "/").orElse("") + base);
    }

    /** What a volume is called once it is a base. */
    public static String baseName(String name) {
        return name.replaceFirst("^subvol-", "basevol-").replaceFirst("^vm-", "base-");
    }

    private static String prefix(String name) {
        return isImage(name) ? "vm" : "subvol";
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
        return Stream.concat(node.volumes().list().stream(), node.images().list().stream())
                .map(Volumes.Usage::volume)
                .filter(name -> name.matches("(?:subvol|basevol|vm|base)-" + guest + "-\\S+"))
                .toList();
    }
}
