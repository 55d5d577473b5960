package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.actual.Gpus;
import phoenix.pve.GuestConfig.RawEntry;

/**
 * GPUs as LXC's own lines, for a Proxmox older than 8.2: for each device one that allows it, and right behind it one that mounts it. By
 * that pair they are found again.
 */
final class GpuLines {
    private static final String ALLOW = "lxc.cgroup2.devices.allow";
    private static final String MOUNT = "lxc.mount.entry";

    private GpuLines() {}

    /** The lines for these devices; none where Proxmox has an option for them. */
    static List<RawEntry> of(List<String> paths, Gpus gpus) {
        List<RawEntry> lines = new ArrayList<>();
        if (!gpus.asOptions()) {
            for (String path : paths) {
                lines.add(new RawEntry(ALLOW, "c " + gpus.devices().getOrDefault(path, "") + " rwm"));
                lines.add(new RawEntry(MOUNT, path + " " + path.substring(1) + " none bind,optional,create=file"));
            }
        }
        return lines;
    }

    /** These lines without those of GPUs. */
    static List<RawEntry> without(List<RawEntry> lines) {
        List<RawEntry> kept = new ArrayList<>();
        for (RawEntry line : lines) {
            if (line.key().equals(MOUNT) && line.value().strip().startsWith("/dev/nvidia")) {
                if (!kept.isEmpty() && kept.get(kept.size() - 1).key().equals(ALLOW)) {
                    kept.remove(kept.size() - 1);
                }
            } else {
                kept.add(line);
            }
        }
        return kept;
    }
}
