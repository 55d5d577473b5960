package phoenix.lab.firewall;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .fw} file. Lines that Proxmox does not understand are passed over, as it does. Confined to one thread.
 *
 * @see "PVE source: PVE/Firewall.pm generic_fw_config_parser"
 */
final class FirewallParser {
    private static final Pattern SECTION =
            Pattern.compile("(?i)\\[(options|rules|aliases|ipset|group)(?:\\s+(\\S+?))?\\]\\s*(?:#\\s*(.*?)\\s*)?");
    private static final Pattern OPTION = Pattern.compile(
            "(?i)(enable|dhcp|ndp|radv|macfilter|ipfilter|ips|ebtables|nftables|nosmurfs|tcpflags|smurf_log_level"
                    + "|tcp_flags_log_level|log_nf_conntrack|nf_conntrack_\\w+|protection_synflood(?:_burst|_rate)?"
                    + "|log_level_(?:in|out|forward)|policy_(?:in|out|forward)|log_ratelimit):\\s*(\\S*)\\s*");
    private static final Pattern ALIAS = Pattern.compile("([A-Za-z][A-Za-z0-9_-]+)\\s+(\\S+)(?:\\s+#\\s*(.*?))?\\s*");
    private static final Pattern ENTRY = Pattern.compile("(!\\s*)?([^\\s#]+)(?:\\s*#\\s*(.*?))?\\s*");

    private final SortedMap<String, String> options = new TreeMap<>();
    private final SortedMap<String, FirewallFile.Alias> aliases = new TreeMap<>();
    private final SortedMap<String, FirewallFile.AddressSet> sets = new TreeMap<>();
    private final List<FirewallRule> rules = new ArrayList<>();
    private final Map<String, FirewallFile.Group> groups = new LinkedHashMap<>();
    private String section = "";
    private String name = "";

    private FirewallParser() {}

    static FirewallFile parse(String text) {
        FirewallParser parser = new FirewallParser();
        text.lines().map(String::strip).forEach(parser::line);
        return new FirewallFile(
                parser.options, parser.aliases, parser.sets, parser.rules, new TreeMap<>(parser.groups));
    }

    private void line(String line) {
        Matcher heading = SECTION.matcher(line);
        if (heading.matches()) {
            section = heading.group(1).toLowerCase(Locale.ROOT);
            name = Optional.ofNullable(heading.group(2)).orElse("").toLowerCase(Locale.ROOT);
            String comment = Optional.ofNullable(heading.group(3)).orElse("");
            if (section.equals("ipset")) {
                sets.putIfAbsent(name, new FirewallFile.AddressSet(comment, new TreeMap<>()));
            } else if (section.equals("group")) {
                groups.putIfAbsent(name, new FirewallFile.Group(comment, List.of()));
            }
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            switch (section) {
                case "options" -> option(line);
                case "aliases" -> alias(line);
                case "ipset" -> entry(line);
                case "rules" -> FirewallRule.parse(line).ifPresent(rules::add);
                case "group" -> FirewallRule.parse(line).ifPresent(this::groupRule);
                default -> {}
            }
        }
    }

    private void option(String line) {
        Matcher parts = OPTION.matcher(line);
        if (parts.matches()) {
            String option = parts.group(1).toLowerCase(Locale.ROOT);
            String value = parts.group(2);
            options.put(
                    option,
                    option.startsWith("policy") ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT));
        }
    }

    private void alias(String line) {
        Matcher parts = ALIAS.matcher(line);
        if (parts.matches()) {
            String comment = Optional.ofNullable(parts.group(3)).orElse("");
            aliases.put(
                    parts.group(1).toLowerCase(Locale.ROOT),
                    new FirewallFile.Alias(parts.group(1), parts.group(2), comment));
        }
    }

    private void entry(String line) {
        Matcher parts = ENTRY.matcher(line);
        FirewallFile.AddressSet set = sets.get(name);
        if (parts.matches() && set != null) {
            SortedMap<String, FirewallFile.Entry> more = new TreeMap<>(set.entries());
            String comment = Optional.ofNullable(parts.group(3)).orElse("");
            more.put(parts.group(2), new FirewallFile.Entry(parts.group(2), parts.group(1) != null, comment));
            sets.put(name, new FirewallFile.AddressSet(set.comment(), more));
        }
    }

    private void groupRule(FirewallRule rule) {
        groups.computeIfPresent(name, (same, group) -> {
            List<FirewallRule> more = new ArrayList<>(group.rules());
            more.add(rule);
            return new FirewallFile.Group(group.comment(), more);
        });
    }
}
