package phoenix.lab.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;

/**
 * One {@code mp[n]} of a container.
 *
 * @param source where the files lie on the node
 * @param target where the guest sees them
 * @param folder whether it is a folder of the node, whose owners are shown as they are, and no volume
 * @param options what the kernel knows of {@code mountoptions}, and {@code ro}
 */
record GuestMount(String source, String target, boolean folder, List<String> options) {
    GuestMount {
        options = List.copyOf(options);
    }

    /** All of a container's mounts, by name. */
    static Map<String, GuestMount> all(GuestConfig.Section config, Function<String, String> volumes) {
        Map<String, GuestMount> found = new TreeMap<>();
        config.options().forEach((key, value) -> {
            if (key.matches("mp[0-9]+")) {
                found.put(key, parse(key, value, volumes));
            }
        });
        return found;
    }

    private static GuestMount parse(String key, String text, Function<String, String> volumes) {
        PropertyString values = PropertyString.parse(text, "volume");
        String volume = values.get("volume").orElse("");
        String target = values.get("mp").orElseThrow(() -> new NodeException(key + " has no mp="));
        boolean folder = volume.startsWith("/");
        List<String> options = new ArrayList<>();
        if (values.get("ro").filter("1"::equals).isPresent()) {
            options.add("ro");
        }
        for (String option : values.get("mountoptions").orElse("").split(";")) {
            if (option.matches("nosuid|nodev|noexec")) {
                options.add(option);
            }
        }
        return new GuestMount(
                folder ? volume : volumes.apply(volume), "/" + target.replaceFirst("^/+", ""), folder, options);
    }

    /** LXC's line for it. */
    String entry(boolean unprivileged) {
        List<String> words = new ArrayList<>(List.of("rbind", "create=dir"));
        words.addAll(options);
        if (unprivileged && !folder) {
            words.add("idmap=container");
        }
        return "lxc.mount.entry = " + escaped(source) + " " + escaped(target.substring(1)) + " none "
                + String.join(",", words) + " 0 0";
    }

    static String escaped(String path) {
        return path.replace("\\", "\\134").replace(" ", "\\040");
    }
}
