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
 * @param type {@code dir} or {@code zfspool}
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
        return type.equals("dir");
    }

    boolean isDisabled() {
        return options.containsKey("disable");
    }

    /** Where a folder storage lies, as the node sees it. */
    String path() {
        return options.getOrDefault("path", "/var/lib/vz");
    }

    String pool() {
        return options.getOrDefault("pool", "rpool/data");
    }
}
