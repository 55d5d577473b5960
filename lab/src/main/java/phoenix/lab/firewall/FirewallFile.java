package phoenix.lab.firewall;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.lab.files.Sha1;

/**
 * The content of one {@code .fw} file: a guest's, a node's or the cluster's.
 *
 * @param options by name
 * @param aliases by name in small letters
 * @param sets of addresses, by name in small letters
 * @param rules in the order in which they apply
 * @param groups security groups by name in small letters; the cluster's file alone has them
 * @see "PVE source: PVE/Firewall.pm generic_fw_config_parser, save_vmfw_conf, save_clusterfw_conf"
 */
record FirewallFile(
        SortedMap<String, String> options,
        SortedMap<String, Alias> aliases,
        SortedMap<String, AddressSet> sets,
        List<FirewallRule> rules,
        SortedMap<String, Group> groups) {
    static final FirewallFile EMPTY =
            new FirewallFile(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of(), new TreeMap<>());

    FirewallFile {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
        sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
        rules = List.copyOf(rules);
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    }

    /** A name for an address; the name as it was spelled. */
    record Alias(String name, String cidr, String comment) {}

    /** @param except whether the address is taken out of the set */
    record Entry(String cidr, boolean except, String comment) {}

    /** @param entries by address */
    record AddressSet(String comment, SortedMap<String, Entry> entries) {
        AddressSet {
            entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        }
    }

    /** @param rules in the order in which they apply */
    record Group(String comment, List<FirewallRule> rules) {
        Group {
            rules = List.copyOf(rules);
        }
    }

    FirewallFile withOptions(SortedMap<String, String> others) {
        return new FirewallFile(others, aliases, sets, rules, groups);
    }

    FirewallFile withAliases(SortedMap<String, Alias> others) {
        return new FirewallFile(options, others, sets, rules, groups);
    }

    FirewallFile withSets(SortedMap<String, AddressSet> others) {
        return new FirewallFile(options, aliases, others, rules, groups);
    }

    FirewallFile withRules(List<FirewallRule> others) {
        return new FirewallFile(options, aliases, sets, others, groups);
    }

    FirewallFile withGroups(SortedMap<String, Group> others) {
        return new FirewallFile(options, aliases, sets, rules, others);
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
        if (!aliases.isEmpty()) {
            text.append("[ALIASES]\n\n");
            aliases.values()
                    .forEach(alias -> text.append(alias.name() + " " + alias.cidr())
                            .append(remark(alias.comment()))
                            .append('\n'));
            text.append('\n');
        }
        sets.forEach((name, set) -> {
            text.append("[IPSET " + name + "]").append(remark(set.comment())).append("\n\n");
            set.entries()
                    .values()
                    .forEach(entry -> text.append(entry.except() ? "!" : "")
                            .append(entry.cidr())
                            .append(remark(entry.comment()))
                            .append('\n'));
            text.append('\n');
        });
        if (!rules.isEmpty()) {
            text.append("[RULES]\n\n");
            rules.forEach(rule -> text.append(rule.print()).append('\n'));
            text.append('\n');
        }
        groups.forEach((name, group) -> {
            text.append("[group " + name + "]").append(remark(group.comment())).append("\n\n");
            group.rules().forEach(rule -> text.append(rule.print()).append('\n'));
            text.append('\n');
        });
        return text.toString();
    }

    private static String remark(String comment) {
        return comment.isEmpty() ? "" : " # " + comment;
    }

    boolean hasSet(String name) {
        return sets.containsKey(name);
    }

    boolean hasAlias(String name) {
        return aliases.containsKey(name.toLowerCase(Locale.ROOT));
    }

    String optionsDigest() {
        return digest(List.of(options));
    }

    /** @param maps what a list of the API shows */
    static String digest(Collection<SortedMap<String, String>> maps) {
        StringBuilder text = new StringBuilder();
        maps.forEach(map -> map.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n')));
        return Sha1.of(text.toString());
    }

    /** @param shown the rules with what the API adds to each */
    static String rulesDigest(List<FirewallRule> shown) {
        return digest(shown.stream().map(FirewallRule::values).toList());
    }
}
