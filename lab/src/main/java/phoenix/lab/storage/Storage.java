package phoenix.lab.storage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import phoenix.lab.schema.Formats;

/**
 * One storage, as {@code storage.cfg} describes it.
 *
 * @param type {@code dir}, {@code zfspool}, {@code nfs}...
 * @param options as they stand in the file
 */
public record Storage(String id, String type, Map<String, String> options) {
    public Storage {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** What may lie here: {@code rootdir}, {@code images}, {@code vztmpl}... */
    public Set<String> content() {
        return new TreeSet<>(Formats.split(options.getOrDefault("content", "")));
    }

    public boolean holds(String content) {
        return content().contains(content);
    }

    boolean isFolder() {
        return Set.of("dir", "btrfs", "nfs", "cifs").contains(type);
    }

    public boolean isDisabled() {
        return options.containsKey("disable");
    }

    /** Whether all nodes see the same. */
    public boolean isShared() {
        return type.equals("nfs")
                || type.equals("cifs")
                || options.getOrDefault("shared", "0").equals("1");
    }

    /** Where a folder storage lies, as the node sees it. */
    String path() {
        return options.getOrDefault("path", type.equals("dir") ? "/var/lib/vz" : "/mnt/pve/" + id);
    }

    String pool() {
        return options.getOrDefault("pool", "rpool/data");
    }
}
