package phoenix.orchestrator.host.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.OwnValue;
import phoenix.pve.FirewallRule;

/** Security groups and sets of addresses that Phoenix found and changed: what it put into them stays when they are declared no more, and is told. */
final class FoundLists {
    private static final String REMEDY = "to set others: in Proxmox's web interface (Datacenter, Firewall)";

    private FoundLists() {}

    /** Proxmox keeps the names small. */
    static OwnValue addressesOf(String set) {
        return new OwnValue("addresses of set " + set.toLowerCase(Locale.ROOT));
    }

    static OwnValue rulesOf(String group) {
        return new OwnValue("rules of security group " + group.toLowerCase(Locale.ROOT));
    }

    static String text(List<String> addresses) {
        return String.join(" ", new TreeSet<>(addresses));
    }

    static String textOf(List<FirewallRule> rules) {
        return rules.stream()
                .map(rule -> (rule.enabled() ? "" : "|") + rule.type() + " " + rule.action() + " " + rule.options())
                .collect(Collectors.joining("; "));
    }

    /** What is told of those that are declared no more. */
    static List<HostResource> left(
            ClusterFile file, Set<String> wantedGroups, Set<String> wantedSets, HostFacts facts) {
        List<HostResource> told = new ArrayList<>();
        file.sets().forEach((name, addresses) -> {
            if (!file.madeSet(name) && !wantedSets.contains(name)) {
                addressesOf(name).staying(facts, text(addresses), REMEDY).ifPresent(told::add);
            }
        });
        file.groups().forEach((name, rules) -> {
            if (!file.madeGroup(name) && !wantedGroups.contains(name)) {
                rulesOf(name).staying(facts, textOf(rules), REMEDY).ifPresent(told::add);
            }
        });
        return told;
    }
}
