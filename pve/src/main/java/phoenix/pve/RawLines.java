package phoenix.pve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import phoenix.pve.GuestConfig.RawEntry;

/**
 * The {@code lxc.*} lines of a container's file. The API shows them and cannot write them, so the file's text is changed, and nothing of
 * it but those lines of the section in force.
 */
public final class RawLines {
    private static final Pattern HEADING = Pattern.compile("\\[[^\\]]*\\]\\s*");
    private static final Pattern RAW = Pattern.compile("lxc\\.[a-z0-9_.-]+(?::|\\s*=).*");

    private RawLines() {}

    /**
     * A file's text with exactly these lines in the section in force; its other lines, what waits for a restart and the snapshots stay as
     * they are, byte for byte.
     */
    public static String replaced(String text, List<RawEntry> lines) {
        List<String> kept = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (!rest.isEmpty() || HEADING.matcher(line).matches()) {
                rest.add(line);
            } else if (!RAW.matcher(line).matches()) {
                kept.add(line);
            }
        }
        int blank = kept.size();
        while (blank > 0 && kept.get(blank - 1).isBlank()) {
            blank--;
        }
        List<String> all = new ArrayList<>(kept.subList(0, blank));
        lines.forEach(line -> all.add(line.key() + ": " + line.value()));
        if (rest.isEmpty()) {
            all.add("");
        } else {
            all.addAll(blank == kept.size() ? List.of("") : kept.subList(blank, kept.size()));
            all.addAll(rest);
        }
        return String.join("\n", all);
    }

    /** Whether two lists mean the same to LXC: the order counts among lines of one key only. */
    public static boolean same(List<RawEntry> one, List<RawEntry> other) {
        return byKey(one).equals(byKey(other));
    }

    private static Map<String, List<String>> byKey(List<RawEntry> lines) {
        Map<String, List<String>> byKey = new TreeMap<>();
        lines.forEach(line -> byKey.computeIfAbsent(line.key(), key -> new ArrayList<>())
                .add(line.value().strip()));
        return byKey;
    }
}
