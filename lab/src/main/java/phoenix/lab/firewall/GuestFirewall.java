package phoenix.lab.firewall;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.files.Sha1;

/**
 * The content of one {@code .fw} file.
 *
 * @param options by name
 * @param otherSections aliases and sets of addresses, kept as they are
 * @param rules in the order in which they apply
 * @see "PVE source: PVE/Firewall.pm generic_fw_config_parser, save_vmfw_conf"
 */
record GuestFirewall(SortedMap<String, String> options, List<String> otherSections, List<FirewallRule> rules) {
    static final GuestFirewall EMPTY = new GuestFirewall(new TreeMap<>(), List.of(), List.of());

    private static final Pattern SECTION = Pattern.compile("(?i)\\[(options|rules|aliases|ipset\\s+(\\S+))].*");
    private static final Pattern SWITCH =
            Pattern.compile("(?i)(enable|dhcp|ndp|radv|macfilter|ipfilter|ips):\\s*([01])\\s*");
    private static final Pattern LEVEL = Pattern.compile(
            "(?i)(log_level_in|log_level_out):\\s*(emerg|alert|crit|err|warning|notice|info|debug|nolog)?\\s*");
    private static final Pattern POLICY = Pattern.compile("(?i)(policy_in|policy_out):\\s*(ACCEPT|DROP|REJECT)\\s*");
    private static final Pattern ALIAS = Pattern.compile("(?i)([a-z][a-z0-9_-]+)\\s+\\S+.*");

    GuestFirewall {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        otherSections = List.copyOf(otherSections);
        rules = List.copyOf(rules);
    }

    GuestFirewall withOptions(SortedMap<String, String> others) {
        return new GuestFirewall(others, otherSections, rules);
    }

    GuestFirewall withRules(List<FirewallRule> others) {
        return new GuestFirewall(options, otherSections, others);
    }

    /** Lines that Proxmox does not understand are passed over, as it does. */
    static GuestFirewall parse(String text) {
        SortedMap<String, String> options = new TreeMap<>();
        List<String> other = new ArrayList<>();
        List<FirewallRule> rules = new ArrayList<>();
        String section = "";
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher heading = SECTION.matcher(line);
            if (heading.matches()) {
                section = heading.group(1).toLowerCase(Locale.ROOT);
                if (!section.equals("options") && !section.equals("rules")) {
                    other.add(line);
                }
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                switch (section) {
                    case "options" -> option(line, options);
                    case "rules" -> FirewallRule.parse(line).ifPresent(rules::add);
                    case "" -> {}
                    default -> other.add(line);
                }
            }
        }
        return new GuestFirewall(options, other, rules);
    }

    private static void option(String line, Map<String, String> options) {
        for (Pattern known : List.of(SWITCH, LEVEL, POLICY)) {
            Matcher parts = known.matcher(line);
            if (parts.matches()) {
                String value = Optional.ofNullable(parts.group(2)).orElse("");
                String name = parts.group(1).toLowerCase(Locale.ROOT);
                options.put(
                        name,
                        name.startsWith("policy") ? value.toUpperCase(Locale.ROOT) : value.toLowerCase(Locale.ROOT));
            }
        }
    }

    /** The text of the file; empty if there is nothing to say, and then there is no file. */
    String print() {
        StringBuilder text = new StringBuilder();
        if (!options.isEmpty()) {
            text.append("[OPTIONS]\n\n");
            options.forEach((name, value) ->
                    text.append(name).append(": ").append(value).append('\n'));
            text.append('\n');
        }
        for (int i = 0; i < otherSections.size(); i++) {
            boolean heading = otherSections.get(i).startsWith("[");
            text.append(heading && i > 0 ? "\n" : "")
                    .append(otherSections.get(i))
                    .append(heading ? "\n\n" : "\n");
        }
        text.append(otherSections.isEmpty() ? "" : "\n");
        if (!rules.isEmpty()) {
            text.append("[RULES]\n\n");
            rules.forEach(rule -> text.append(rule.print()).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    /** Whether the file names a set of addresses. */
    boolean hasSet(String name) {
        return otherSections.stream()
                .map(SECTION::matcher)
                .anyMatch(heading -> heading.matches() && name.equalsIgnoreCase(heading.group(2)));
    }

    /** Whether the file names an alias. */
    boolean hasAlias(String name) {
        boolean inAliases = false;
        for (String line : otherSections) {
            inAliases = line.startsWith("[") ? line.toLowerCase(Locale.ROOT).startsWith("[aliases]") : inAliases;
            Matcher alias = ALIAS.matcher(line);
            if (inAliases && alias.matches() && alias.group(1).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    String optionsDigest() {
        return Sha1.of(printed(List.of(options)));
    }

    /** @param shown the rules with what the API adds to each */
    static String rulesDigest(List<FirewallRule> shown) {
        return Sha1.of(printed(shown.stream().map(FirewallRule::values).toList()));
    }

    private static String printed(Collection<SortedMap<String, String>> maps) {
        StringBuilder text = new StringBuilder();
        maps.forEach(map -> map.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n')));
        return text.toString();
    }
}
