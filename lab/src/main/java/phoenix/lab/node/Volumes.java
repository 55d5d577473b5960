package phoenix.lab.node;

import java.util.List;
import java.util.Optional;
import phoenix.pve.DiskSize;

/**
 * The volumes of the storage {@code local-zfs}. To clients it behaves as Proxmox's {@code zfspool}; what it lies on is its own
 * affair. Names are those of Proxmox: {@code subvol-953-disk-0}, {@code basevol-900-disk-0}.
 *
 * <p>Every method is quick or says so, does its work whole or not at all, and throws {@link NodeException} with what came back.
 */
public interface Volumes {
    /** An empty volume with a quota. */
    void create(String volume, DiskSize quota);

    /** Removes a volume with its snapshots. What is not there is no error. */
    void destroy(String volume);

    /** Sets the quota. */
    void resize(String volume, DiskSize quota);

    void snapshot(String volume, String snapshot);

    void deleteSnapshot(String volume, String snapshot);

    /** Puts the volume's content back to what it was. The caller has made sure that the snapshot is the newest. */
    void rollback(String volume, String snapshot);

    /** An independent copy of a volume, or of one of its snapshots, under a new name. */
    void copy(String volume, Optional<String> snapshot, String target, DiskSize quota);

    /** Makes a volume the base of linked clones: renames it to {@code base} and freezes it. */
    void makeBase(String volume, String base);

    /** A volume that shares what it has not changed with its base. */
    void linkedClone(String base, String target, DiskSize quota);

    /** Every volume, with its quota and use. */
    List<Usage> list();

    /** One volume, if it is there. To be overridden where that is quicker than asking for all. */
    default Optional<Usage> find(String volume) {
        return list().stream().filter(usage -> usage.volume().equals(volume)).findFirst();
    }

    /**
     * One volume.
     *
     * @param snapshots oldest first
     */
    record Usage(String volume, DiskSize quota, DiskSize used, List<String> snapshots) {
        public Usage {
            snapshots = List.copyOf(snapshots);
        }
    }

    /** Space of the whole storage, and what of it is used. */
    record Space(DiskSize total, DiskSize used) {}

    Space space();
}
