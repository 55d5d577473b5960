package phoenix.orchestrator.host.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Firewall;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.firewall.ProxmoxRules;
import phoenix.orchestrator.firewall.RuleEdit;
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
 * Proxmox's firewall of cluster and node: sets of addresses, security groups, rules as ordered lists, and last of all the switch, which is refused
 * where it would lock us out.
 */
public final class NodeFirewall implements HostKind {
    private static final String LOOK = "look-session.sh";
    private static final String RULES = "firewall rules";
    private static final String NODE_RULES = "firewall rules of the node";
    private static final int API = 8006;
    private static final int SSH = 22;

    private final String node;
    private final String source;

    /**
     * The firewall.
     *
     * @param node its name in Proxmox's paths
     * @param source the address from which we reach the API; empty if we are on the node itself. From where the shell comes, the node says
     */
    public NodeFirewall(String node, String source) {
        this.node = node;
        this.source = source;
    }

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
                Question.call(ClusterFirewallApi.rules(RuleList.ofCluster())),
                Question.call(ClusterFirewallApi.nodeOptions(node)),
                Question.call(ClusterFirewallApi.rules(RuleList.ofNode(node))));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        HostServices.NodeFirewall firewall = want.services().firewall();
        if (firewall == null) {
            return List.of();
        }
        List<FirewallRule> found = facts.answer(ClusterFirewallApi.rules(RuleList.ofCluster()));
        List<Firewall.Rule> declared = firewall.rules().rules();
        List<FirewallRule> wanted = declared == null ? found : ProxmoxRules.of(declared);
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
            resources.add(rules(draft, RuleList.ofGroup(name), ProxmoxRules.of(members), there));
            groups.put(name, ProxmoxRules.of(members));
            list.needs("security group " + name);
        });
        sets.keySet().forEach(set -> list.needs("address set " + set));
        if (declared != null) {
            resources.add(rules(list, RuleList.ofCluster(), wanted, found));
        }
        List<FirewallRule> tried = new ArrayList<>(node(firewall.node(), sets, groups, resources, facts));
        tried.addAll(wanted);
        resources.add(options(firewall, new Reach(tried, sets, groups, ""), facts));
        return resources;
    }

    /**
     * This node's own part.
     *
     * @return its rules as they will be, which are tried before those of the cluster
     * @see "PVE source: PVE/Firewall.pm enable_host_firewall (add host rules first)"
     */
    private List<FirewallRule> node(
            @Nullable Firewall want,
            Map<String, List<String>> sets,
            Map<String, List<FirewallRule>> groups,
            List<HostResource> resources,
            HostFacts facts) {
        List<FirewallRule> found = facts.answer(ClusterFirewallApi.rules(RuleList.ofNode(node)));
        if (want == null) {
            return found;
        }
        List<Firewall.Rule> declared = want.rules();
        List<FirewallRule> wanted = declared == null ? found : ProxmoxRules.of(declared);
        HostResource.Draft list = HostResource.named(NODE_RULES);
        sets.keySet().forEach(set -> list.needs("address set " + set));
        groups.keySet().forEach(group -> list.needs("security group " + group));
        if (declared != null) {
            resources.add(rules(list, RuleList.ofNode(node), wanted, found));
        }
        SortedMap<String, String> options = facts.answer(ClusterFirewallApi.nodeOptions(node));
        SortedMap<String, String> differing =
                ProxmoxRules.differing(new TreeMap<>(Map.of("enable", want.enabled() ? "1" : "0")), options, "1");
        HostResource.Draft draft = HostResource.named("firewall of the node").needs(NODE_RULES);
        differing.forEach((option, value) -> draft.compare(option, options.getOrDefault(option, "1"), value));
        resources.add(draft.act(Acts.call(ClusterFirewallApi.setNodeOptions(node, differing)))
                .done());
        return wanted;
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

    private static HostResource rules(
            HostResource.Draft draft, RuleList which, List<FirewallRule> wanted, List<FirewallRule> found) {
        if (!wanted.equals(found)) {
            draft.change(
                    "rules", RuleEdit.count(found), RuleEdit.count(wanted), "they or their order differ", Impact.LIVE);
        }
        RuleEdit edit = RuleEdit.between(found, wanted);
        edit.added().forEach(rule -> draft.act(Acts.call(ClusterFirewallApi.addRule(which, rule))));
        for (int i = 0; i < edit.deleted(); i++) {
            draft.act(Acts.call(ClusterFirewallApi.deleteRule(which, edit.position())));
        }
        return draft.done();
    }

    private HostResource options(HostServices.NodeFirewall firewall, Reach reach, HostFacts facts) {
        SortedMap<String, String> found = facts.answer(ClusterFirewallApi.options());
        SortedMap<String, String> wanted = ProxmoxRules.options(firewall.rules());
        HostResource.Draft draft = HostResource.named("firewall").needs(RULES).needs(NODE_RULES);
        SortedMap<String, String> differing = ProxmoxRules.differing(wanted, found, "0");
        differing.forEach((option, value) -> draft.compare(option, found.getOrDefault(option, ""), value));
        if (firewall.rules().enabled()) {
            String policy = wanted.getOrDefault("policy_in", found.getOrDefault("policy_in", "DROP"));
            Set<String> here = new LinkedHashSet<>(List.of(facts.labelled(LOOK, "from"), source));
            here.stream()
                    .flatMap(from -> lockedOut(reach.withPolicy(policy), from).stream())
                    .findFirst()
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
}
