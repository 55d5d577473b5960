package phoenix.lab.firewall;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.rest.ApiException;

/**
 * One rule, as the API knows it and as the file spells it: {@code |IN SSH(ACCEPT) -i net0 -source 10.0.0.0/8 -log info # why}. The bar
 * in front means that it is disabled.
 *
 * @param values by the API's names: {@code type}, {@code action}, {@code enable}, {@code macro}, {@code dport}...
 * @see "PVE source: PVE/Firewall.pm parse_fw_rule, format_rules"
 */
record FirewallRule(SortedMap<String, String> values) {
    private static final Pattern COMMENT = Pattern.compile("#\\s*(.*?)\\s*$");
    private static final Pattern HEAD = Pattern.compile("(\\S+)\\s+(\\S+)\\s*");
    private static final Pattern MACRO = Pattern.compile("(\\S+)\\((ACCEPT|DROP|REJECT)\\)");
    private static final Pattern PARAMETER = Pattern.compile("(-\\S+) (\\S+)\\s*");
    private static final Map<String, String> BY_FLAG = Map.of(
            "i",
            "iface",
            "p",
            "proto",
            "proto",
            "proto",
            "dport",
            "dport",
            "sport",
            "sport",
            "source",
            "source",
            "dest",
            "dest",
            "log",
            "log",
            "icmp-type",
            "icmp-type");

    /** In the order of the file. */
    private static final List<String> PRINTED =
            List.of("source", "dest", "proto", "dport", "sport", "log", "icmp-type");

    FirewallRule {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    FirewallRule with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new FirewallRule(more);
    }

    FirewallRule without(String name) {
        SortedMap<String, String> less = new TreeMap<>(values);
        less.remove(name);
        return new FirewallRule(less);
    }

    /** Reads a line; empty if it is no rule, which Proxmox passes over with a warning. */
    static Optional<FirewallRule> parse(String line) {
        SortedMap<String, String> values = new TreeMap<>();
        String rest = line;
        Matcher comment = COMMENT.matcher(rest);
        if (comment.find()) {
            values.put("comment", comment.group(1));
            rest = rest.substring(0, comment.start());
        }
        values.put("enable", rest.startsWith("|") ? "0" : "1");
        Matcher head = HEAD.matcher(rest.replaceFirst("^\\|", ""));
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        values.put("type", head.group(1).toLowerCase(Locale.ROOT));
        Matcher macro = MACRO.matcher(head.group(2));
        boolean group = "group".equals(values.get("type"));
        if (!group && macro.matches()) {
            values.put("macro", macro.group(1));
            values.put("action", macro.group(2));
        } else {
            values.put("action", head.group(2));
        }
        return parameters(head.replaceFirst(""), values) ? Optional.of(new FirewallRule(values)) : Optional.empty();
    }

    private static boolean parameters(String text, Map<String, String> values) {
        String rest = text;
        Matcher next = PARAMETER.matcher(rest);
        while (next.lookingAt()) {
            String name = BY_FLAG.get(next.group(1).replaceFirst("^--?", ""));
            if (name == null) {
                return false;
            }
            values.put(name, next.group(2));
            rest = rest.substring(next.end());
            next = PARAMETER.matcher(rest);
        }
        return rest.isEmpty();
    }

    /**
     * The line of the file.
     *
     * @throws ApiException for a rule of no known type, which somebody wrote by hand: Proxmox reads such a file and cannot write it
     */
    String print() {
        StringBuilder line = new StringBuilder(get("enable").orElse("1").equals("0") ? "|" : "");
        String type = get("type").orElse("");
        String action = get("action").orElse("");
        if (!Set.of("in", "out", "forward", "group").contains(type)) {
            throw ApiException.failure(
                    "unknown rule type '" + type + "' at /usr/share/perl5/PVE/Firewall.pm line 3712.");
        }
        line.append(type.toUpperCase(Locale.ROOT)).append(' ');
        line.append(get("macro").map(macro -> macro + "(" + action + ")").orElse(action));
        get("iface").ifPresent(iface -> line.append(" -i ").append(iface));
        if (!type.equals("group")) {
            for (String name : PRINTED) {
                String flag = name.equals("proto") ? "p" : name;
                get(name)
                        .ifPresent(value ->
                                line.append(" -").append(flag).append(' ').append(value));
            }
        }
        get("comment")
                .filter(comment -> !comment.isBlank())
                .ifPresent(comment -> line.append(" # ").append(comment));
        return line.toString();
    }
}
