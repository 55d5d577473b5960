package phoenix.orchestrator.report;

import java.util.List;
import java.util.SortedMap;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down a container's root volume, its other volumes, and the node's folders that it sees. Sizes are whole GiB, rounded up. */
final class VolumeExport {
    private static final long GIB = 1L << 30;

    private final SortedMap<String, String> options;
    private final List<String> notExported;

    /**
     * @param options what is written down is taken out
     * @param notExported receives what has no key
     */
    VolumeExport(SortedMap<String, String> options, List<String> notExported) {
        this.options = options;
        this.notExported = notExported;
    }

    void writeTo(ObjectNode json) {
        root(json);
        List<String> mounts = options.keySet().stream()
                .filter(option -> option.matches("mp[0-9]+"))
                .sorted((one, other) -> Integer.compare(OpenOptions.number(one), OpenOptions.number(other)))
                .toList();
        if (!mounts.stream().allMatch(this::isSayable)) {
            return;
        }
        for (String option : mounts) {
            PropertyString mount = PropertyString.parse(taken(option), "volume");
            String volume = mount.get("volume").orElse("");
            if (volume.startsWith("/")) {
                folder(option, mount, json);
            } else {
                volume(option, mount, json);
            }
        }
    }

    /**
     * Proxmox takes a path in the container without its slash, too, and the file does not. All mounts are written down or none: what a list does
     * not name is taken away.
     */
    private boolean isSayable(String option) {
        return PropertyString.parse(options.getOrDefault(option, ""), "volume")
                .get("mp")
                .orElse("")
                .startsWith("/");
    }

    private void root(ObjectNode json) {
        PropertyString root = PropertyString.parse(taken("rootfs"), "volume");
        json.put("storage_pool", storageOf(root));
        json.put("storage_size_gb", gib("rootfs", root));
        rest("rootfs", root, List.of("volume", "size"));
    }

    private void folder(String option, PropertyString mount, ObjectNode json) {
        ObjectNode folder = list(json, "mount_points").addObject();
        folder.put("host_path", mount.get("volume").orElse(""));
        folder.put("container_path", mount.get("mp").orElse(""));
        mount.get("ro").ifPresent(flag -> folder.put("read_only", OpenOptions.isOn(flag)));
        rest(option, mount, List.of("volume", "mp", "ro", "size"));
    }

    private void volume(String option, PropertyString mount, ObjectNode json) {
        String path = mount.get("mp").orElse("");
        String name = path.replaceFirst("^/+", "").replaceAll("[^A-Za-z0-9_-]+", "-");
        ObjectNode volume = list(json, "volumes").addObject();
        volume.put("name", name.isEmpty() ? option : name);
        volume.put("pool", storageOf(mount));
        volume.put("size_gb", gib(option, mount));
        volume.put("mount_point", path);
        mount.get("ro").ifPresent(flag -> volume.put("read_only", OpenOptions.isOn(flag)));
        mount.get("backup").ifPresent(flag -> volume.put("backup", OpenOptions.isOn(flag)));
        rest(option, mount, List.of("volume", "mp", "ro", "backup", "size"));
    }

    private static ArrayNode list(ObjectNode json, String key) {
        return json.get(key) instanceof ArrayNode list ? list : json.putArray(key);
    }

    private static String storageOf(PropertyString mount) {
        String volume = mount.get("volume").orElse("");
        int colon = volume.indexOf(':');
        return colon < 0 ? volume : volume.substring(0, colon);
    }

    private int gib(String option, PropertyString mount) {
        long bytes = mount.get("size").map(size -> DiskSize.parse(size).bytes()).orElse(0L);
        long gib = (bytes + GIB - 1) / GIB;
        if (bytes % GIB != 0) {
            notExported.add(
                    option + ": size=" + new DiskSize(bytes) + ", which is no whole number of GiB; a run grows it");
        }
        return (int) Math.max(1, gib);
    }

    private void rest(String option, PropertyString mount, List<String> known) {
        mount.values().forEach((key, value) -> {
            if (!known.contains(key)) {
                notExported.add(option + ": " + key + "=" + value);
            }
        });
    }

    private String taken(String option) {
        String value = options.remove(option);
        return value == null ? "" : value;
    }
}
