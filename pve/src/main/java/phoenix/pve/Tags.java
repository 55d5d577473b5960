package phoenix.pve;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A guest's tags: lower case, sorted, each once, as Proxmox stores them by default.
 *
 * @see "PVE source: PVE/GuestHelpers.pm get_unique_tags"
 */
public record Tags(SortedSet<String> values) {
    public Tags {
        SortedSet<String> normal = new TreeSet<>();
        values.forEach(value -> normal.add(value.toLowerCase(Locale.ROOT)));
        values = Collections.unmodifiableSortedSet(normal);
    }

    public static Tags of(Collection<String> values) {
        return new Tags(new TreeSet<>(values));
    }

    /** Reads a list separated by {@code ;}, commas or blanks. */
    public static Tags parse(String text) {
        SortedSet<String> values = new TreeSet<>();
        for (String value : text.split("[;,\\s\0]+")) {
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return new Tags(values);
    }

    @Override
    public String toString() {
        return String.join(";", values);
    }
}
