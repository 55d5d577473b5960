package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.desired.Mount.Owner;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.VmId;

/** Reads {@code mount_points}, {@code volumes} and {@code zfs_volumes}, and takes in the shared volumes of the hypervisor file. */
final class MountReader {
    private final List<HostDraft.SharedVolume> shared;

    /**
     * A reader.
     *
     * @param shared folders of the node that the hypervisor file gives to containers
     */
    MountReader(List<HostDraft.SharedVolume> shared) {
        this.shared = List.copyOf(shared);
    }

    /** Everything that the container shall see; null if nobody says anything of mounts. */
    @Nullable List<Located<Mount>> read(VmId id, Fields container) {
        List<Located<Mount>> mounts = new ArrayList<>();
        container.objects("mount_points").forEach(fields -> bind(fields).ifPresent(mounts::add));
        container.objects("volumes").forEach(fields -> volume(fields).ifPresent(mounts::add));
        container.objects("zfs_volumes").forEach(fields -> volume(fields).ifPresent(mounts::add));
        for (HostDraft.SharedVolume volume : shared) {
            Located<String> path = volume.mounts().get(id);
            Located<String> hostPath = volume.hostPath();
            if (path != null && hostPath != null) {
                mounts.add(new Located<>(
                        new Mount.Bind(hostPath.value(), path.value(), volume.readOnly(), volume.owner()),
                        path.place()));
            }
        }
        boolean managed = container.has("mount_points") || container.has("volumes") || container.has("zfs_volumes");
        if (mounts.isEmpty() && !managed) {
            return null;
        }
        checkPaths(mounts, container.problems());
        return mounts;
    }

    private static Optional<Located<Mount>> bind(Fields fields) {
        Optional<Located<String>> hostPath = fields.word("host_path");
        Optional<Located<String>> path = fields.word("container_path");
        return hostPath.isEmpty() || path.isEmpty()
                ? Optional.empty()
                : Optional.of(new Located<>(
                        new Mount.Bind(
                                hostPath.get().value(),
                                path.get().value(),
                                isSet(fields, "read_only"),
                                owner(fields).orElse(null)),
                        fields.place()));
    }

    private static Optional<Located<Mount>> volume(Fields fields) {
        Optional<Located<String>> name = fields.word("name");
        Optional<Located<String>> storage = fields.word("pool");
        Optional<Located<Integer>> size = fields.whole("size_gb");
        Optional<Located<String>> path = fields.word("mount_point");
        return name.isEmpty() || storage.isEmpty() || size.isEmpty() || path.isEmpty()
                ? Optional.empty()
                : Optional.of(new Located<>(
                        new Mount.Volume(
                                name.get().value(),
                                storage.get().value(),
                                size.get().value(),
                                path.get().value(),
                                isSet(fields, "read_only"),
                                Located.valueOf(fields.flag("backup").orElse(null))),
                        fields.place()));
    }

    private static boolean isSet(Fields fields, String key) {
        return fields.flag(key).map(Located::value).orElse(false);
    }

    /** The {@code owner} of an object: {@code "1000:1000"}, or an object with {@code uid} and {@code gid}. */
    static Optional<Owner> owner(Fields fields) {
        Optional<Fields> inner = fields.inner("owner");
        if (inner.isPresent()) {
            Optional<Located<Integer>> uid = inner.get().whole("uid");
            Optional<Located<Integer>> gid = inner.get().whole("gid");
            return uid.isEmpty() || gid.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Owner(uid.get().value(), gid.get().value()));
        }
        return fields.word("owner")
                .map(Located::value)
                .filter(text -> text.matches("[0-9]{1,9}:[0-9]{1,9}"))
                .map(text -> text.split(":", 2))
                .map(parts -> new Owner(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }

    private static void checkPaths(List<Located<Mount>> mounts, Problems problems) {
        Map<String, Place> seen = new HashMap<>();
        for (Located<Mount> mount : mounts) {
            String path = mount.value().containerPath();
            Place earlier = seen.putIfAbsent(path.replaceAll("(?<!/)/+$", ""), mount.place());
            if (earlier != null) {
                problems.error(
                        mount.place(),
                        "two mounts stand at " + Shortened.of(path) + " in the container; the other one is in "
                                + at(earlier, mount.place()),
                        "give one of the two another path in the container, or remove one");
            }
        }
    }

    private static String at(Place earlier, Place now) {
        return (earlier.file().equals(now.file()) ? "line " + earlier.line() : earlier.file() + ":" + earlier.line());
    }
}
