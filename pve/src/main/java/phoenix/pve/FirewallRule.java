package phoenix.pve;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One rule of a guest's firewall.
 *
 * @param type {@code in}, {@code out}, {@code forward}, or {@code group} for a rule that stands for a security group
 * @param action {@code ACCEPT}, {@code DROP}, {@code REJECT}, or a security group's name
 * @param enabled a disabled rule stays in the file, with a {@code |} before it
 * @param options by the API's names: {@code source}, {@code dest}, {@code proto}, {@code dport}, {@code sport}, {@code iface}, {@code log},
 *     {@code icmp-type}, {@code macro}, {@code comment}
 * @see "PVE source: PVE/Firewall.pm parse_fw_rule"
 */
public record FirewallRule(String type, String action, boolean enabled, SortedMap<String, String> options) {
    /** The API's names of a rule's options. */
    public static final List<String> OPTIONS =
            List.of("source", "dest", "proto", "dport", "sport", "iface", "log", "icmp-type", "macro", "comment");

    private static final Map<String, String> IN_FILE = Map.of(
            "i", "iface",
            "p", "proto",
            "proto", "proto",
            "source", "source",
            "dest", "dest",
            "dport", "dport",
            "sport", "sport",
            "log", "log",
            "icmp-type", "icmp-type");

    public FirewallRule {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    /**
     * Reads a line of the {@code [RULES]} section: {@code IN ACCEPT -source 10.0.0.1 -p tcp -dport 80 # comment}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static FirewallRule parse(String line) {
        SortedMap<String, String> options = new TreeMap<>();
        String rest = line.strip();
        int comment = rest.indexOf('#');
        if (comment >= 0) {
            String text = rest.substring(comment + 1).strip();
            rest = rest.substring(0, comment).strip();
            if (!text.isEmpty()) {
                options.put("comment", text);
            }
        }
        boolean enabled = !rest.startsWith("|");
        String[] words = rest.substring(enabled ? 0 : 1).strip().split("\\s+");
        if (words.length < 2) {
            throw new IllegalArgumentException("unable to parse rule: " + line);
        }
        String action = words[1];
        if (action.endsWith(")") && action.contains("(")) {
            options.put("macro", action.substring(0, action.indexOf('(')));
            action = action.substring(action.indexOf('(') + 1, action.length() - 1);
        }
        for (int i = 2; i < words.length; i += 2) {
            String name = IN_FILE.get(words[i].replaceFirst("^--?", ""));
            if (name == null || i + 1 >= words.length) {
                throw new IllegalArgumentException("unable to parse rule parameters: " + line);
            }
            options.put(name, words[i + 1]);
        }
        return new FirewallRule(words[0].toLowerCase(Locale.ROOT), action, enabled, options);
    }
}
