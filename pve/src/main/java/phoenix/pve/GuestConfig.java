package phoenix.pve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One guest's configuration file, {@code /etc/pve/nodes/<node>/{lxc,qemu-server}/<id>.conf}: what is in force, what waits for a
 * restart, and every snapshot.
 *
 * <p>The file opens with the section in force, without a heading. {@code [pve:pending]} (containers) or {@code [PENDING]} (VMs)
 * holds what waits; any other heading is a snapshot's name. Lines that start with {@code #} are the section's description,
 * percent-encoded.
 *
 * @param current what is in force
 * @param pending what waits for a restart
 * @param snapshots by name, in the order of the file
 * @see "PVE source: PVE/LXC/Config.pm parse_pct_config, write_pct_config"
 */
public record GuestConfig(Section current, Section pending, Map<String, Section> snapshots) {
    private static final Pattern HEADING = Pattern.compile("\\[([^\\]]*)\\]\\s*");
    private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]+");
    private static final Pattern ENTRY = Pattern.compile("([a-z][a-z_-]*[0-9]*):(.+)", Pattern.DOTALL);
    private static final Pattern RAW_ENTRY = Pattern.compile("(lxc\\.[a-z0-9_.-]+)(?::|\\s*+=)(.*)", Pattern.DOTALL);
    private static final String BLANKS = " \t\n\u000b\f\r";
    private static final Pattern LINE_END = Pattern.compile("\\R");

    public GuestConfig {
        snapshots = Collections.unmodifiableMap(new LinkedHashMap<>(snapshots));
    }

    /** A raw {@code lxc.*} line; a key may stand several times. */
    public record RawEntry(String key, String value) {}

    /**
     * One section of the file.
     *
     * @param description the comment lines, decoded, without a line break at the end; empty if there are none
     * @param options Proxmox's options, in the order of the file; they are printed in the order of their names, as Proxmox does
     * @param raw the {@code lxc.*} lines, in the order of the file
     */
    public record Section(String description, Map<String, String> options, List<RawEntry> raw) {
        public static final Section EMPTY = new Section("", Map.of(), List.of());

        /** The option in a snapshot's section that says that it is not whole. */
        private static final String HALF = "snapstate";

        public Section {
            description = description.replaceFirst("(?<!\n)\n+\\z", "");
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
            raw = List.copyOf(raw);
        }

        public Optional<String> get(String option) {
            return Optional.ofNullable(options.get(option));
        }

        public Section with(String option, String value) {
            Map<String, String> copy = new LinkedHashMap<>(options);
            copy.put(option, value);
            return new Section(description, copy, raw);
        }

        public Section without(String option) {
            Map<String, String> copy = new LinkedHashMap<>(options);
            copy.remove(option);
            return new Section(description, copy, raw);
        }

        public Section describedAs(String newDescription) {
            return new Section(newDescription, options, raw);
        }

        /** Whether this, a snapshot's, tells of one that is half made or half deleted: no task finished it. */
        public boolean isHalfSnapshot() {
            return options.containsKey(HALF);
        }

        boolean isEmpty() {
            return description.isEmpty() && options.isEmpty() && raw.isEmpty();
        }
    }

    /**
     * Reads a file's text. Lines that Proxmox's own parser would warn about and drop are dropped, and so are sections that are neither pending nor
     * a snapshot: VMs have one that says what the cloud-init image was made from.
     */
    public static GuestConfig parse(String text) {
        Map<String, SectionReader> sections = new LinkedHashMap<>();
        SectionReader open = new SectionReader();
        sections.put("", open);
        for (String line : text.split("\n", -1)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                open = new SectionReader();
                sections.put(heading.group(1), open);
            } else {
                open.read(line);
            }
        }
        Section current = Section.EMPTY;
        Section pending = Section.EMPTY;
        Map<String, Section> snapshots = new LinkedHashMap<>();
        for (Map.Entry<String, SectionReader> entry : sections.entrySet()) {
            Section section = entry.getValue().section();
            String name = entry.getKey();
            if (name.isEmpty()) {
                current = section;
            } else if (name.equalsIgnoreCase("pve:pending") || name.equalsIgnoreCase("PENDING")) {
                pending = section;
            } else if (SNAPSHOT.matcher(name).matches()) {
                snapshots.put(name, section);
            }
        }
        return new GuestConfig(current, pending, snapshots);
    }

    /**
     * Prints a container's file as Proxmox does: in each section the options by name, then the {@code lxc.*} lines; the snapshots by name.
     *
     * @throws IllegalArgumentException for an option with a line feed in it
     */
    public String print() {
        StringBuilder text = new StringBuilder();
        append(text, current);
        if (!pending.isEmpty()) {
            text.append("\n[pve:pending]\n");
            append(text, pending);
        }
        new TreeMap<>(snapshots).forEach((name, section) -> {
            text.append("\n[").append(name).append("]\n");
            append(text, section);
        });
        return text.toString();
    }

    private static void append(StringBuilder text, Section section) {
        if (!section.description().isEmpty()) {
            for (String line : section.description().split("\n", -1)) {
                text.append('#').append(EncodedText.encode(line)).append('\n');
            }
        }
        new TreeMap<>(section.options()).forEach((key, value) -> {
            if (value.contains("\n")) {
                throw new IllegalArgumentException("detected invalid newline inside property '" + key + "'");
            }
            text.append(key).append(": ").append(value).append('\n');
        });
        section.raw()
                .forEach(entry -> text.append(entry.key())
                        .append(": ")
                        .append(entry.value())
                        .append('\n'));
    }

    /** Collects one section's lines. Confined to one call of {@link #parse}. */
    private static final class SectionReader {
        private final List<String> description = new ArrayList<>();
        private final Map<String, String> options = new LinkedHashMap<>();
        private final List<RawEntry> raw = new ArrayList<>();

        void read(String line) {
            if (line.startsWith("#")) {
                description.add(EncodedText.decode(line.substring(1)));
                return;
            }
            Matcher rawEntry = RAW_ENTRY.matcher(line);
            if (rawEntry.matches() && isOneLine(rawEntry.group(2))) {
                raw.add(new RawEntry(rawEntry.group(1), stripped(rawEntry.group(2))));
                return;
            }
            Matcher entry = ENTRY.matcher(line);
            if (!entry.matches() || !isOneLine(entry.group(2))) {
                return;
            }
            String rest = entry.group(2);
            // Of nothing but blanks Proxmox's parser keeps the last one.
            String value = stripped(rest).isEmpty() ? rest.substring(rest.length() - 1) : stripped(rest);
            if (entry.group(1).equals("description")) {
                description.add(EncodedText.decode(value)); // how old releases wrote it
            } else {
                options.put(entry.group(1), value);
            }
        }

        private static boolean isOneLine(String rest) {
            return !LINE_END.matcher(stripped(rest)).find();
        }

        /** Without the blanks around it; a pattern that does it as well takes a minute for a line of blanks without end. */
        private static String stripped(String text) {
            int from = 0;
            int to = text.length();
            while (from < to && BLANKS.indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            while (to > from && BLANKS.indexOf(text.charAt(to - 1)) >= 0) {
                to--;
            }
            return text.substring(from, to);
        }

        Section section() {
            return new Section(String.join("\n", description), options, raw);
        }
    }
}
