package phoenix.orchestrator.host.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.FirewallRule;
import phoenix.pve.api.ClusterFirewallApi;
import phoenix.pve.api.ClusterFirewallApi.RuleList;

/**
 * Security groups and sets of addresses that Phoenix made and that are declared no more. One that no rule names any more goes, after the rules
 * were changed; of another is told who names it: Proxmox itself asks nobody.
 */
final class DroppedLists {
    private final List<HostResource> resources = new ArrayList<>();
    private final Set<String> groups = new TreeSet<>();
    private final Set<String> sets = new TreeSet<>();

    private DroppedLists() {}

    /**
     * Finds them.
     *
     * @param rules as they will be, by who has them, beside those of security groups
     * @param wantedGroups those that are declared, with their rules; found whether they are written small or large
     * @param wantedSets the names of those that are declared, likewise
     */
    static DroppedLists of(
            ClusterFile file,
            Map<String, List<FirewallRule>> rules,
            Map<String, List<FirewallRule>> wantedGroups,
            Set<String> wantedSets) {
        DroppedLists dropped = new DroppedLists();
        Map<String, List<FirewallRule>> users = new LinkedHashMap<>(rules);
        file.groups().forEach((name, members) -> {
            if (file.madeGroup(name) && !wantedGroups.containsKey(name)) {
                dropped.group(name, members, users(rules, rule -> isGroup(rule, name)));
            }
            if (!dropped.groups.contains(name) && !wantedGroups.containsKey(name)) {
                users.put(NodeFirewall.group(name), members);
            }
        });
        wantedGroups.forEach((name, members) -> users.put(NodeFirewall.group(name), members));
        Set<String> lists = new TreeSet<>(wantedGroups.keySet());
        lists.addAll(dropped.groups);
        file.sets().keySet().forEach(name -> {
            if (file.madeSet(name) && !wantedSets.contains(name)) {
                dropped.set(name, users(users, rule -> names(rule, name)), lists);
            }
        });
        return dropped;
    }

    /** The groups that go. */
    Set<String> groups() {
        return groups;
    }

    /** The sets that go. */
    Set<String> sets() {
        return sets;
    }

    /** What is done about them, and what is told. */
    List<HostResource> resources() {
        return resources;
    }

    private void group(String name, List<FirewallRule> members, List<String> users) {
        if (!users.isEmpty()) {
            resources.add(HostResource.staying(NodeFirewall.group(name), used(users)));
            return;
        }
        groups.add(name);
        HostResource.Draft draft = goes(NodeFirewall.group(name), "group", name).within(Duration.ofMinutes(5));
        members.forEach(rule -> draft.act(Acts.call(ClusterFirewallApi.deleteRule(RuleList.ofGroup(name), 0))));
        resources.add(draft.act(Acts.call(ClusterFirewallApi.deleteGroup(name))).done());
    }

    private void set(String name, List<String> users, Collection<String> after) {
        if (!users.isEmpty()) {
            resources.add(HostResource.staying(NodeFirewall.set(name), used(users)));
            return;
        }
        sets.add(name);
        HostResource.Draft draft = goes(NodeFirewall.set(name), "set", name);
        after.forEach(group -> draft.needs(NodeFirewall.group(group)));
        resources.add(draft.act(Acts.call(ClusterFirewallApi.deleteSet(name))).done());
    }

    private static HostResource.Draft goes(String resource, String what, String name) {
        return HostResource.named(resource)
                .goes()
                .needs(NodeFirewall.RULES)
                .needs(NodeFirewall.NODE_RULES)
                .change(what, name, "", "declared no more, and no rule names it", Impact.LIVE);
    }

    private static String used(List<String> users) {
        return "it is declared no more and stays, for rules name it: of " + String.join(", ", users)
                + "; it goes when they do not any more";
    }

    private static List<String> users(Map<String, List<FirewallRule>> rules, Predicate<FirewallRule> names) {
        return rules.entrySet().stream()
                .filter(owner -> owner.getValue().stream().anyMatch(names))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isGroup(FirewallRule rule, String name) {
        return rule.type().equals("group") && rule.action().equalsIgnoreCase(name);
    }

    /** A guest may have a set of the same name, which comes before this one; that counts as well. */
    private static boolean names(FirewallRule rule, String set) {
        return Stream.of("source", "dest")
                .flatMap(option ->
                        Stream.of(rule.options().getOrDefault(option, "").split(",")))
                .map(String::strip)
                .anyMatch(word -> word.equalsIgnoreCase("+" + set) || word.equalsIgnoreCase("+dc/" + set));
    }
}
