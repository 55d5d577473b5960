package phoenix.lab.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * The {@code dev[n]} of a container: before its start, a node of its own is made for each device, with the owner and the mode that
 * were asked for, and mounted over the guest's {@code /dev}.
 *
 * @see "PVE source: lxc-pve-prestart-hook"
 */
final class GuestDevices {
    private static final String USUAL_MODE = "0660";
    private static final Pattern MAPPING = Pattern.compile("([ug])\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s*");
    private static final long MAPPED_BY_DEFAULT = 100_000;

    private final HostContainer node;

    GuestDevices(HostContainer node) {
        this.node = node;
    }

    /** Makes the device nodes and returns LXC's lines for them. */
    List<String> prepare(VmId id, GuestConfig.Section config) {
        String folder = "/var/lib/lxc/" + id + "/passthrough";
        node.in("rm", "-rf", folder).run();
        Map<String, PropertyString> devices = new TreeMap<>();
        config.options().forEach((key, value) -> {
            if (key.matches("dev[0-9]+")) {
                devices.put(key, PropertyString.parse(value, "path"));
            }
        });
        List<String> lines = new ArrayList<>();
        devices.values().forEach(device -> prepare(config, device, folder, lines));
        return lines;
    }

    private void prepare(GuestConfig.Section config, PropertyString device, String folder, List<String> lines) {
        String path = device.get("path").orElse("");
        Program.Result found = node.in("stat", "--dereference", "--format=%t %T %F", "--", path)
                .tryOut();
        String[] words = found.out().strip().split(" ", 3);
        if (!found.succeeded() || words.length < 3) {
            throw new NodeException("Device " + path + " does not exist");
        }
        int major = Integer.parseInt(words[0], 16);
        int minor = Integer.parseInt(words[1], 16);
        String type = words[2].startsWith("block") ? "b" : "c";
        String made = folder + path;
        node.in("mkdir", "-p", made.substring(0, made.lastIndexOf('/'))).run();
        node.in("mknod", made, type, Integer.toString(major), Integer.toString(minor))
                .run();
        node.in("chmod", device.get("mode").orElse(USUAL_MODE), made).run();
        String owner = mapped(config, "u", number(device, "uid")) + ":" + mapped(config, "g", number(device, "gid"));
        node.in("chown", owner, made).run();
        boolean readOnly = device.get("deny-write").filter("1"::equals).isPresent();
        String numbers = type + " " + major + ":" + minor;
        for (String generation : List.of("lxc.cgroup", "lxc.cgroup2")) {
            lines.add(generation + ".devices.allow = " + numbers + (readOnly ? " r" : " rw"));
            if (readOnly) {
                lines.add(generation + ".devices.deny = " + numbers + " w");
            }
        }
        lines.add("lxc.mount.entry = " + GuestMount.escaped(made) + " " + GuestMount.escaped(path.substring(1))
                + " none bind,create=file 0 0");
    }

    private static long number(PropertyString device, String key) {
        return device.get(key).map(Long::parseLong).orElse(0L);
    }

    /** What a user or group of the guest is on the node. */
    private static long mapped(GuestConfig.Section config, String kind, long guest) {
        List<Matcher> own = config.raw().stream()
                .filter(raw -> raw.key().equals("lxc.idmap"))
                .map(raw -> MAPPING.matcher(raw.value()))
                .filter(Matcher::matches)
                .toList();
        if (own.isEmpty()) {
            return LxcConfig.isUnprivileged(config) ? MAPPED_BY_DEFAULT + guest : guest;
        }
        Optional<Long> found = own.stream()
                .filter(part -> part.group(1).equals(kind))
                .filter(part -> guest >= Long.parseLong(part.group(2))
                        && guest < Long.parseLong(part.group(2)) + Long.parseLong(part.group(4)))
                .map(part -> guest - Long.parseLong(part.group(2)) + Long.parseLong(part.group(3)))
                .findFirst();
        return found.orElseThrow(
                () -> new NodeException("the container's ID mapping has no place for its " + kind + "id " + guest));
    }
}
