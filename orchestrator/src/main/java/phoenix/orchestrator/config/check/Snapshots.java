package phoenix.orchestrator.config.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import phoenix.orchestrator.config.ContainerDraft;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.HostDraft;
import phoenix.orchestrator.config.HostDraft.DataSet;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Place;

/**
 * Reports containers of which Proxmox takes no snapshot: those with a folder of the node in them, and those with a disk on a storage of
 * type {@code dir}. A template that is cloned from its snapshot needs one; of the others it is only said. Proxmox makes no template of its
 * own of the former, and no linked clone on the latter.
 */
final class Snapshots {
    private final Map<String, DataSet> storages;
    private final Problems problems;
    private final List<GuestDraft> withFolders = new ArrayList<>();
    private final List<Place> folders = new ArrayList<>();

    Snapshots(HostDraft host, Problems problems) {
        this.storages = Storages.declared(host);
        this.problems = problems;
    }

    void check(GuestDraft guest) {
        if (!(guest instanceof ContainerDraft container)) {
            return;
        }
        List<Located<Mount>> folders = container.bindMounts();
        if (container.isTemplate()) {
            folders.forEach(mount -> problems.error(
                    mount.place(),
                    "container " + container.label()
                            + (container.proxmoxTemplate()
                                    ? " is to be a template ('is_template'), and Proxmox makes none of a"
                                    : " has a 'template_snapshot_name', and Proxmox takes no snapshot of a")
                            + " container that has a folder of the node in it",
                    "mount the folder in its clones instead, or make it a volume of its own by 'volumes'"));
        } else if (!folders.isEmpty()) {
            withFolders.add(container);
            this.folders.add(folders.get(0).place());
        }
        disks(container).forEach(disk -> check(container, disk));
    }

    private static Stream<Located<String>> disks(ContainerDraft container) {
        List<Located<Mount>> mounts = container.mounts();
        return Stream.concat(
                Optional.ofNullable(container.storage()).stream(),
                Optional.ofNullable(mounts).stream()
                        .flatMap(List::stream)
                        .flatMap(mount -> mount.value() instanceof Mount.Volume volume
                                ? Stream.of(new Located<>(volume.storage(), mount.place()))
                                : Stream.empty()));
    }

    private void check(ContainerDraft container, Located<String> disk) {
        DataSet dataSet = storages.get(disk.value());
        if (dataSet == null || !"dir".equals(Located.valueOf(dataSet.storageType()))) {
            return;
        }
        if (container.isLinked()) {
            problems.error(
                    disk.place(),
                    "the storage " + disk.value()
                            + " is of type 'dir', and Proxmox makes no linked clone of a container there",
                    "write a storage of type 'zfspool', or remove 'full_clone'");
            return;
        }
        if (container.proxmoxTemplate()) {
            return;
        }
        String what =
                "the storage " + disk.value() + " is of type 'dir', and Proxmox takes no snapshot of a container that"
                        + " has a disk on such a storage";
        if (container.isTemplate()) {
            problems.error(
                    disk.place(),
                    what + "; this one has a 'template_snapshot_name'",
                    "write a storage of type 'zfspool'");
        } else {
            problems.warning(
                    disk.place(),
                    what + ": it gets no 'final-form'",
                    "write a storage of type 'zfspool' if you want snapshots");
        }
    }

    /** Says once of which containers no snapshot will be taken. Call it when all guests were checked. */
    void warnOfNone() {
        if (!withFolders.isEmpty()) {
            problems.warning(
                    folders.get(0),
                    "no snapshot 'final-form' will be taken of " + Names.guests(withFolders)
                            + ": Proxmox takes none of a container that has a folder of the node in it",
                    "nothing has to be done; where you want snapshots, use a volume of the container's own ('volumes')");
        }
    }
}
