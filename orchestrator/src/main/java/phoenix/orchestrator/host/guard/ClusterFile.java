package phoenix.orchestrator.host.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import phoenix.pve.FirewallRule;

/**
 * A file of the firewall, the cluster's or a node's: one round trip for all of it, where the API needs one for each security group and set.
 *
 * @param options by name
 * @param rules in their order
 * @param sets addresses by name; one that is taken out of its set has an exclamation mark
 * @param groups security groups: their rules by name
 * @param made the headings of those sets and groups that Phoenix made, as their comment says
 */
record ClusterFile(
        Map<String, String> options,
        List<FirewallRule> rules,
        Map<String, List<String>> sets,
        Map<String, List<FirewallRule>> groups,
        Set<String> made) {
    /** The comment of what is ours. */
    static final String MARK = "made by Phoenix";

    private static final String SET = "[ipset ";
    private static final String GROUP = "[group ";

    boolean madeSet(String name) {
        return made.contains(SET + name);
    }

    boolean madeGroup(String name) {
        return made.contains(GROUP + name);
    }

    /** @param lines those of the file stand behind the label and a blank */
    static ClusterFile parse(String label, List<String> lines) {
        ClusterFile file = new ClusterFile(
                new HashMap<>(), new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new HashSet<>());
        String heading = "";
        for (String line : lines) {
            String text = line.startsWith(label + " ")
                    ? line.substring(label.length() + 1).strip()
                    : "";
            if (text.startsWith("[")) {
                heading =
                        text.toLowerCase(Locale.ROOT).replaceFirst("\\].*", "").strip();
                file.open(heading);
                if (text.replaceFirst("^[^\\]]*\\]\\s*#?", "").strip().equals(MARK)) {
                    file.made.add(heading);
                }
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                file.add(heading, text);
            }
        }
        return file;
    }

    private void open(String heading) {
        if (heading.startsWith(SET)) {
            sets.put(heading.substring(SET.length()), new ArrayList<>());
        } else if (heading.startsWith(GROUP)) {
            groups.put(heading.substring(GROUP.length()), new ArrayList<>());
        }
    }

    private void add(String heading, String text) {
        if (heading.startsWith(SET)) {
            sets.computeIfPresent(heading.substring(SET.length()), (name, set) -> {
                set.add(withoutComment(text).replaceFirst("^!\\s*", "!"));
                return set;
            });
        } else if (heading.startsWith(GROUP)) {
            groups.computeIfPresent(heading.substring(GROUP.length()), (name, group) -> {
                add(group, text);
                return group;
            });
        } else if (heading.equals("[rules")) {
            add(rules, text);
        } else if (heading.equals("[options") && text.contains(":")) {
            String[] words = text.split(":", 2);
            options.put(words[0].strip(), words[1].strip());
        }
    }

    private static String withoutComment(String text) {
        int comment = text.indexOf('#');
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    private static void add(List<FirewallRule> rules, String line) {
        try {
            rules.add(FirewallRule.parse(line));
        } catch (IllegalArgumentException noRule) {
            // One that Proxmox passes over as well.
        }
    }
}
