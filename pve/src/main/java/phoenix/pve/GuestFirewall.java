package phoenix.pve;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One guest's firewall, as far as we look at it: its options and its rules.
 *
 * @param options such as {@code enable} and {@code policy_in}; only what somebody set
 * @param rules in the order in which they are tried
 * @see "PVE source: PVE/Firewall.pm generic_fw_config_parser"
 */
public record GuestFirewall(SortedMap<String, String> options, List<FirewallRule> rules) {
    /** A guest that nobody made a firewall for. */
    public static final GuestFirewall NONE = new GuestFirewall(new TreeMap<>(), List.of());

    private static final Pattern HEADING = Pattern.compile("\\[(\\w++)[^\\]]*+\\].*");
    private static final Pattern OPTION = Pattern.compile("(\\w+):\\s*(\\S+)\\s*");

    public GuestFirewall {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        rules = List.copyOf(rules);
    }

    /** Reads a file's text. Lines that Proxmox's own parser would warn about and skip are skipped. */
    public static GuestFirewall parse(String text) {
        SortedMap<String, String> options = new TreeMap<>();
        List<FirewallRule> rules = new ArrayList<>();
        String section = "";
        for (String raw : text.split("\n", -1)) {
            String line = raw.strip();
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                section = heading.group(1).toLowerCase(Locale.ROOT);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                read(line, section, options, rules);
            }
        }
        return new GuestFirewall(options, rules);
    }

    private static void read(String line, String section, SortedMap<String, String> options, List<FirewallRule> rules) {
        Matcher option = OPTION.matcher(line);
        if (section.equals("options") && option.matches()) {
            options.put(option.group(1).toLowerCase(Locale.ROOT), option.group(2));
        } else if (section.equals("rules")) {
            try {
                rules.add(FirewallRule.parse(line));
            } catch (IllegalArgumentException skippedByProxmoxToo) {
                return;
            }
        }
    }
}
