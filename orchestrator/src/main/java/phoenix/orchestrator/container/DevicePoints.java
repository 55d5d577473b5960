package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Gpus;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Device;
import phoenix.pve.PropertyString;

/**
 * A container's devices and GPUs as Proxmox's options {@code dev0} and so on. A device is known by its path.
 *
 * <p>A GPU is its own device, {@code /dev/nvidia0}, and those that all of them share. Which of these there are, the node says. A Proxmox without
 * this option gets {@link GpuLines}.
 */
final class DevicePoints {
    private static final String GPU = "/dev/nvidia";

    private DevicePoints() {}

    /** The options, with an empty value for those to be removed; what is NVIDIA's is left alone unless GPUs are managed. */
    static Map<String, String> of(
            DesiredContainer want, Map<String, String> have, Set<String> managedBefore, NodeFacts facts) {
        boolean devices = want.devices() != null || managedBefore.contains(Settings.DEVICES);
        boolean gpus = want.gpus() != null || managedBefore.contains(Settings.GPUS);
        if (!devices && !gpus) {
            return Map.of();
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        if (want.devices() != null) {
            want.devices().forEach(device -> wanted.put(device.path(), value(device)));
        }
        if (facts.gpus().filter(Gpus::asOptions).isPresent()) {
            gpuPaths(want.gpus(), facts).forEach(path -> wanted.putIfAbsent(path, path));
        }
        return new Slots("dev", have).assign(wanted, DevicePoints::path, path -> path.startsWith(GPU) ? gpus : devices);
    }

    /** The indexes of the GPUs that the node has. */
    static SortedSet<Integer> gpusOf(Set<String> nodeDevices) {
        SortedSet<Integer> indexes = new TreeSet<>();
        for (String path : nodeDevices) {
            if (path.matches(GPU + "[0-9]+")) {
                indexes.add(Integer.parseInt(path.substring(GPU.length())));
            }
        }
        return indexes;
    }

    /** The path that an option lets in. */
    static String path(String value) {
        return PropertyString.parse(value, "path").get("path").orElse("");
    }

    /** The devices that these GPUs need: their own, and those that all of them share. */
    static List<String> gpuPaths(@Nullable Set<Integer> gpus, NodeFacts facts) {
        List<String> paths = new ArrayList<>();
        if (gpus == null || gpus.isEmpty()) {
            return paths;
        }
        Set<String> there = facts.gpus().map(found -> found.devices().keySet()).orElse(Set.of());
        gpus.stream().map(index -> GPU + index).filter(there::contains).forEach(paths::add);
        there.stream().filter(path -> !path.matches(GPU + "[0-9]+")).sorted().forEach(paths::add);
        return paths;
    }

    private static String value(Device device) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("path", device.path());
        if (device.denyWrite()) {
            parts.put("deny-write", "1");
        }
        if (device.gid() != null) {
            parts.put("gid", device.gid().toString());
        }
        if (device.mode() != null) {
            parts.put("mode", device.mode());
        }
        if (device.uid() != null) {
            parts.put("uid", device.uid().toString());
        }
        return new PropertyString(parts).print("path", List.of());
    }
}
