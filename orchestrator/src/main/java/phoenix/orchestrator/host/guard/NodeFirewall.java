package phoenix.orchestrator.host.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.FirewallRule;
import phoenix.pve.api.ClusterFirewallApi;
import phoenix.pve.api.ClusterFirewallApi.RuleList;

/**
 * Proxmox's firewall of the cluster: sets of addresses, security groups, rules as ordered lists, and last of all the switch, which is refused
 * where it would lock us out.
 */
public final class NodeFirewall implements HostKind {
    private static final String LOOK = "look-session.sh";
    private static final String RULES = "firewall rules";
    private static final int API = 8006;
    private static final int SSH = 22;

    @Override
    public String name() {
        return "firewall";
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        HostServices.NodeFirewall firewall = want.services().firewall();
        if (firewall == null) {
            return List.of();
        }
        return List.of(
                Question.script(NodeFirewall.class, LOOK, List.of()),
                Question.call(ClusterFirewallApi.options()),
                Question.call(ClusterFirewallApi.rules(RuleList.ofCluster())));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        HostServices.NodeFirewall firewall = want.services().firewall();
        if (firewall == null) {
            return List.of();
        }
        List<FirewallRule> found = facts.answer(ClusterFirewallApi.rules(RuleList.ofCluster()));
        List<Firewall.Rule> declared = firewall.rules().rules();
        List<FirewallRule> wanted = declared == null ? found : rules(declared);
        ClusterFile file = ClusterFile.parse(facts.lines(LOOK));
        Map<String, List<String>> sets = new TreeMap<>(file.sets());
        Map<String, List<FirewallRule>> groups = new TreeMap<>(file.groups());
        List<HostResource> resources = new ArrayList<>();
        HostResource.Draft list = HostResource.named(RULES);
        Optional.ofNullable(firewall.sets()).orElse(Map.of()).forEach((name, addresses) -> {
            resources.add(set(name, addresses, Optional.ofNullable(file.sets().get(name))));
            sets.put(name, addresses);
        });
        Optional.ofNullable(firewall.groups()).orElse(Map.of()).forEach((name, members) -> {
            HostResource.Draft draft = HostResource.named("security group " + name);
            sets.keySet().forEach(set -> draft.needs("address set " + set));
            if (!file.groups().containsKey(name)) {
                draft.isNew()
                        .change("group", "", name, "", Impact.LIVE)
                        .act(Acts.call(ClusterFirewallApi.addGroup(name)));
            }
            List<FirewallRule> there = file.groups().getOrDefault(name, List.of());
            resources.add(rules(draft, RuleList.ofGroup(name), rules(members), there));
            groups.put(name, rules(members));
            list.needs("security group " + name);
        });
        sets.keySet().forEach(set -> list.needs("address set " + set));
        if (declared != null) {
            resources.add(rules(list, RuleList.ofCluster(), wanted, found));
        }
        resources.add(options(firewall, new Reach(wanted, sets, groups, ""), facts));
        return resources;
    }

    private static HostResource set(String name, List<String> wanted, Optional<List<String>> found) {
        HostResource.Draft draft = HostResource.named("address set " + name);
        if (found.isEmpty()) {
            draft.isNew().change("set", "", name, "", Impact.LIVE).act(Acts.call(ClusterFirewallApi.addSet(name)));
        }
        List<String> there = found.orElse(List.of());
        for (String address : wanted) {
            if (!there.contains(address)) {
                draft.change("address", "", address, "", Impact.LIVE)
                        .act(Acts.call(ClusterFirewallApi.addToSet(name, address)));
            }
        }
        for (String address : there) {
            if (!wanted.contains(address)) {
                draft.change("address", address, "", "declared no more", Impact.LIVE)
                        .act(Acts.call(ClusterFirewallApi.removeFromSet(name, address)));
            }
        }
        return draft.done();
    }

    /**
     * Proxmox puts every new rule before all others: the last new one is added first, and then those behind them go that are not wanted. At no
     * moment is a rule missing that was there and stays.
     */
    private static HostResource rules(
            HostResource.Draft draft, RuleList which, List<FirewallRule> wanted, List<FirewallRule> found) {
        if (!wanted.equals(found)) {
            draft.change("rules", text(found), text(wanted), "they or their order differ", Impact.LIVE);
        }
        int same = commonEnd(found, wanted);
        List<FirewallRule> fresh = wanted.subList(0, wanted.size() - same);
        for (int i = fresh.size() - 1; i >= 0; i--) {
            draft.act(Acts.call(ClusterFirewallApi.addRule(which, fresh.get(i))));
        }
        for (int i = same; i < found.size(); i++) {
            draft.act(Acts.call(ClusterFirewallApi.deleteRule(which, fresh.size())));
        }
        return draft.done();
    }

    private static int commonEnd(List<FirewallRule> one, List<FirewallRule> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size())
                && one.get(one.size() - 1 - same).equals(other.get(other.size() - 1 - same))) {
            same++;
        }
        return same;
    }

    private static String text(List<FirewallRule> rules) {
        return rules.size() + (rules.size() == 1 ? " rule" : " rules");
    }

    private static HostResource options(HostServices.NodeFirewall firewall, Reach reach, HostFacts facts) {
        SortedMap<String, String> found = facts.answer(ClusterFirewallApi.options());
        SortedMap<String, String> wanted = new TreeMap<>();
        wanted.put("enable", firewall.rules().enabled() ? "1" : "0");
        Optional.ofNullable(firewall.rules().policyIn()).ifPresent(policy -> wanted.put("policy_in", policy));
        Optional.ofNullable(firewall.rules().policyOut()).ifPresent(policy -> wanted.put("policy_out", policy));
        HostResource.Draft draft = HostResource.named("firewall").needs(RULES);
        SortedMap<String, String> differing = new TreeMap<>();
        wanted.forEach((option, value) -> {
            String before = found.getOrDefault(option, option.equals("enable") ? "0" : "");
            if (!before.equals(value)) {
                differing.put(option, value);
                draft.change(option, before, value, "", Impact.LIVE);
            }
        });
        if (firewall.rules().enabled()) {
            String policy = wanted.getOrDefault("policy_in", found.getOrDefault("policy_in", "DROP"));
            lockedOut(reach.withPolicy(policy), facts.labelled(LOOK, "from"))
                    .ifPresent(
                            what -> draft.refuse(
                                    "the firewall would lock us out: no rule lets " + what,
                                    "put a rule before the others that accepts tcp to the ports 22 and 8006 from where you are"));
        }
        return draft.act(Acts.call(ClusterFirewallApi.setOptions(differing))).done();
    }

    /** What would not be let in any more; on the node itself nothing is in the way. */
    private static Optional<String> lockedOut(Reach reach, String from) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> needed = new LinkedHashMap<>();
        needed.put("the API (port 8006)", API);
        needed.put("SSH (port 22)", SSH);
        return needed.entrySet().stream()
                .filter(service -> !reach.lets(from, service.getValue()))
                .map(service -> from + " reach " + service.getKey())
                .findFirst();
    }

    private static List<FirewallRule> rules(List<Firewall.Rule> rules) {
        return rules.stream().map(NodeFirewall::rule).toList();
    }

    private static FirewallRule rule(Firewall.Rule rule) {
        SortedMap<String, String> options = new TreeMap<>();
        put(options, "source", list(rule.source()));
        put(options, "dest", list(rule.destination()));
        put(options, "proto", rule.protocol() == null ? null : rule.protocol().toLowerCase(Locale.ROOT));
        put(options, "dport", list(rule.port()));
        put(
                options,
                "comment",
                rule.comment() == null
                        ? null
                        : rule.comment().replaceAll("\\s+", " ").strip());
        return new FirewallRule(
                rule.direction().toLowerCase(Locale.ROOT), rule.action().toUpperCase(Locale.ROOT), true, options);
    }

    private static @Nullable String list(@Nullable String value) {
        return value == null ? null : value.strip().replaceAll("\\s*[,\\s]\\s*", ",");
    }

    private static void put(SortedMap<String, String> options, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            options.put(name, value);
        }
    }
}
