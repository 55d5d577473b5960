package phoenix.orchestrator.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Mount;
import phoenix.pve.PropertyString;

/** A container's mounts as Proxmox's options {@code mp0} and so on. A mount is known by its path in the container. */
final class MountPoints {
    private MountPoints() {}

    /**
     * The options, with an empty value for those to be removed.
     *
     * @param mounts null if the file leaves them alone
     * @param ours whether those that are there were Phoenix's to manage until now
     */
    static Map<String, String> of(@Nullable List<Mount> mounts, Map<String, String> have, boolean ours) {
        if (mounts == null && !ours) {
            return Map.of();
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        if (mounts != null) {
            mounts.forEach(mount -> wanted.put(MountForm.plain(mount.containerPath()), value(mount)));
        }
        return new Slots("mp", have).assign(wanted, MountForm::path, path -> true);
    }

    /** The option that a mount has or gets. */
    static Optional<String> optionOf(Mount mount, Map<String, String> options) {
        return new TreeMap<>(options)
                .entrySet().stream()
                        .filter(option -> option.getKey().matches("mp[0-9]+")
                                && MountForm.path(option.getValue()).equals(MountForm.plain(mount.containerPath())))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    private static String value(Mount mount) {
        Map<String, String> parts = new LinkedHashMap<>();
        String source;
        if (mount instanceof Mount.Bind bind) {
            source = bind.hostPath();
        } else if (mount instanceof Mount.Volume volume) {
            source = volume.storage() + ":" + volume.sizeGiB();
            if (volume.backup() != null) {
                parts.put("backup", volume.backup() ? "1" : "0");
            }
        } else {
            throw new IllegalArgumentException("unknown kind of mount: " + mount);
        }
        parts.put("mp", MountForm.plain(mount.containerPath()));
        if (mount.readOnly()) {
            parts.put("ro", "1");
        }
        parts.put("volume", source);
        return new PropertyString(parts).print("volume", List.of("mp"));
    }
}
