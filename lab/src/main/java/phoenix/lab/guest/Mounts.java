package phoenix.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import phoenix.pve.VolumeId;

/** The mounts of a section: the root first, then the mount points by number. */
final class Mounts {
    private Mounts() {}

    static List<Mount> of(ContainerConfig.Part part) {
        return of(part.options());
    }

    static List<Mount> of(Map<String, String> options) {
        List<Mount> mounts = new ArrayList<>();
        add(mounts, options, "rootfs");
        for (int i = 0; i <= ContainerOptions.LAST_MOUNT_POINT; i++) {
            add(mounts, options, "mp" + i);
        }
        return mounts;
    }

    private static void add(List<Mount> mounts, Map<String, String> options, String option) {
        String value = options.get(option);
        if (value != null) {
            mounts.add(Mount.parse(option, value));
        }
    }

    /** The volumes among the mounts. */
    static List<Mount> volumes(ContainerConfig.Part part) {
        return of(part).stream().filter(Mount::isVolume).toList();
    }

    /** The volumes that are kept and not used. */
    static List<Mount> unused(ContainerConfig.Part part) {
        return part.options().entrySet().stream()
                .filter(entry -> ContainerOptions.isUnused(entry.getKey()))
                .map(entry -> Mount.parse(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Every volume that a configuration names anywhere: in force, pending, unused, in snapshots. */
    static Set<VolumeId> everywhere(ContainerConfig config) {
        List<ContainerConfig.Part> parts = new ArrayList<>(config.snapshots().values());
        parts.add(config.current());
        parts.add(config.pending());
        Set<VolumeId> all = new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
        for (ContainerConfig.Part part : parts) {
            volumes(part).stream()
                    .filter(mount -> mount.newVolume().isEmpty())
                    .forEach(mount -> all.add(mount.volumeId()));
            unused(part).forEach(mount -> all.add(mount.volumeId()));
        }
        return all;
    }

    /** Whether a volume is mounted now, in a snapshot, or after the next restart. */
    static boolean isUsed(ContainerConfig config, String volume) {
        List<ContainerConfig.Part> parts = new ArrayList<>(config.snapshots().values());
        parts.add(config.current());
        parts.add(config.pending());
        return parts.stream()
                .flatMap(part -> volumes(part).stream())
                .anyMatch(mount -> mount.volume().equals(volume));
    }

    /** Keeps a volume as unused, under the lowest free number; once only. */
    static void addUnused(ContainerConfig.Part part, String volume) {
        for (int i = 0; ; i++) {
            String option = "unused" + i;
            String there = part.get(option).orElse(null);
            if (there == null) {
                if (unused(part).stream().noneMatch(mount -> mount.volume().equals(volume))) {
                    part.set(option, volume);
                }
                return;
            }
        }
    }
}
