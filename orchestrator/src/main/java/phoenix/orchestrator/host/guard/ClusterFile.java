package phoenix.orchestrator.host.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import phoenix.pve.FirewallRule;

/**
 * The security groups and sets of addresses of the cluster's firewall, as its file says: one round trip, where the API needs one for each.
 *
 * @param sets addresses by name; one that is taken out of its set has an exclamation mark
 */
record ClusterFile(Map<String, List<String>> sets, Map<String, List<FirewallRule>> groups) {
    /** @param lines those of the file behind {@code fw } */
    static ClusterFile parse(List<String> lines) {
        Map<String, List<String>> sets = new LinkedHashMap<>();
        Map<String, List<FirewallRule>> groups = new LinkedHashMap<>();
        List<String> set = new ArrayList<>();
        List<FirewallRule> group = new ArrayList<>();
        for (String line : lines) {
            String text =
                    line.startsWith("fw ") ? line.substring("fw ".length()).strip() : "";
            String heading = text.toLowerCase(Locale.ROOT).replaceFirst("\\].*", "");
            if (text.startsWith("[")) {
                set = new ArrayList<>();
                group = new ArrayList<>();
                if (heading.startsWith("[ipset ")) {
                    sets.put(heading.substring("[ipset ".length()).strip(), set);
                } else if (heading.startsWith("[group ")) {
                    groups.put(heading.substring("[group ".length()).strip(), group);
                }
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                set.add(withoutComment(text).replaceFirst("^!\\s*", "!"));
                add(group, text);
            }
        }
        return new ClusterFile(sets, groups);
    }

    private static String withoutComment(String text) {
        int comment = text.indexOf('#');
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    private static void add(List<FirewallRule> group, String line) {
        try {
            group.add(FirewallRule.parse(line));
        } catch (IllegalArgumentException noRule) {
            // A line of another section, or one that Proxmox passes over as well.
        }
    }
}
