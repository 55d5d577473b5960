package phoenix.orchestrator.host.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.FirewallRule;
import phoenix.pve.api.ClusterFirewallApi;
import phoenix.pve.api.ClusterFirewallApi.RuleList;

/**
 * Proxmox's firewall of cluster and node: sets of addresses, security groups, rules as ordered lists, and last of all the switch, which is refused
 * where it would lock us out. Sets and groups that Phoenix made have a comment that says so, and go when they are declared no more and no rule
 * names them; rules and options stay, and are told.
 */
public final class NodeFirewall implements HostKind {
    private static final String LOOK = "look-session.sh";
    static final String RULES = "firewall rules";
    static final String NODE_RULES = "firewall rules of the node";
    private static final String OPTIONS = "firewall";
    private static final String NODE_OPTIONS = "firewall of the node";
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

    static String group(String name) {
        return "security group " + name;
    }

    static String set(String name) {
        return "address set " + name;
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        List<Question> questions =
                new ArrayList<>(List.of(Made.question(), Question.script(NodeFirewall.class, LOOK, List.of(node))));
        if (want.services().firewall() != null) {
            questions.addAll(List.of(
                    Question.call(ClusterFirewallApi.options()),
                    Question.call(ClusterFirewallApi.rules(RuleList.ofCluster())),
                    Question.call(ClusterFirewallApi.nodeOptions(node)),
                    Question.call(ClusterFirewallApi.rules(RuleList.ofNode(node)))));
        }
        return questions;
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        HostServices.NodeFirewall firewall = want.services().firewall();
        ClusterFile file = ClusterFile.parse("fw", facts.lines(LOOK));
        ClusterFile own = ClusterFile.parse("own", facts.lines(LOOK));
        Level cluster = firewall == null
                ? Level.undeclared(file)
                : Level.of(
                        firewall.rules(),
                        facts.answer(ClusterFirewallApi.rules(RuleList.ofCluster())),
                        facts.answer(ClusterFirewallApi.options()));
        Level here = firewall == null
                ? Level.undeclared(own)
                : Level.of(
                        firewall.node(),
                        facts.answer(ClusterFirewallApi.rules(RuleList.ofNode(node))),
                        facts.answer(ClusterFirewallApi.nodeOptions(node)));
        // Proxmox keeps the names in small letters, and finds nothing by another spelling.
        Map<String, List<FirewallRule>> wantedGroups = new TreeMap<>();
        Map<String, List<String>> wantedSets = new TreeMap<>();
        if (firewall != null) {
            Optional.ofNullable(firewall.groups())
                    .ifPresent(all -> all.forEach((name, members) ->
                            wantedGroups.put(name.toLowerCase(Locale.ROOT), ProxmoxRules.of(members))));
            Optional.ofNullable(firewall.sets())
                    .ifPresent(all ->
                            all.forEach((name, addresses) -> wantedSets.put(name.toLowerCase(Locale.ROOT), addresses)));
        }
        Map<String, List<FirewallRule>> owners = new LinkedHashMap<>();
        owners.put("the cluster", cluster.wanted());
        owners.put("node " + node, here.wanted());
        others(facts).forEach((name, other) -> owners.put(name, other.rules()));
        DroppedLists dropped = DroppedLists.of(file, owners, wantedGroups, wantedSets.keySet());

        List<HostResource> resources = new ArrayList<>();
        Map<String, List<String>> sets = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sets.putAll(wantedSets);
        file.sets().forEach(sets::putIfAbsent);
        sets.keySet().removeAll(dropped.sets());
        wantedSets.forEach((name, addresses) -> resources.add(
                set(name, addresses, Optional.ofNullable(file.sets().get(name)))));
        Map<String, List<FirewallRule>> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        groups.putAll(wantedGroups);
        file.groups().forEach(groups::putIfAbsent);
        groups.keySet().removeAll(dropped.groups());
        wantedGroups.forEach((name, members) -> resources.add(
                group(name, members, Optional.ofNullable(file.groups().get(name)), sets.keySet())));
        FirewallNotes notes = FirewallNotes.of(facts);
        HostResource.Draft list = after(HostResource.named(RULES), sets.keySet(), wantedGroups.keySet());
        rules(list, RULES, RuleList.ofCluster(), cluster, notes).ifPresent(resources::add);
        HostResource.Draft listHere = after(HostResource.named(NODE_RULES), sets.keySet(), groups.keySet());
        rules(listHere, NODE_RULES, RuleList.ofNode(node), here, notes).ifPresent(resources::add);
        resources.addAll(dropped.resources());
        resources.addAll(FoundLists.left(file, wantedGroups.keySet(), wantedSets.keySet(), facts));
        Firewall wantedHere = firewall == null ? null : firewall.node();
        options(wantedHere, here.options(), notes).ifPresent(resources::add);
        if (firewall == null) {
            staying(OPTIONS, notes.optionsLeft(RuleList.ofCluster(), cluster.options(), Set.of()))
                    .ifPresent(resources::add);
        } else {
            // Rules of the node are tried before those of the cluster.
            List<FirewallRule> tried = new ArrayList<>(here.wanted());
            tried.addAll(cluster.wanted());
            resources.add(
                    options(firewall.rules(), new Reach(tried, sets, groups, ""), cluster.options(), notes, facts));
        }
        return resources;
    }
    /**
     * Rules and options of the cluster or of this node.
     *
     * @param declared whether the rules are
     * @param wanted the rules as they will be
     * @see "PVE source: PVE/Firewall.pm enable_host_firewall (add host rules first)"
     */
    private record Level(
            boolean declared, List<FirewallRule> found, List<FirewallRule> wanted, Map<String, String> options) {
        static Level of(@Nullable Firewall want, List<FirewallRule> found, Map<String, String> options) {
            List<Firewall.Rule> rules = want == null ? null : want.rules();
            return new Level(rules != null, found, rules == null ? found : ProxmoxRules.of(rules), options);
        }

        static Level undeclared(ClusterFile file) {
            return of(null, file.rules(), file.options());
        }
    }

    /** Files of guests, other nodes and networks, by whose they are: they may name groups and sets. */
    private static Map<String, ClusterFile> others(HostFacts facts) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("other") && words.length == 3) {
                lines.computeIfAbsent(words[1], file -> new ArrayList<>()).add("fw " + words[2]);
            }
        }
        Map<String, ClusterFile> others = new LinkedHashMap<>();
        lines.forEach((file, text) -> others.put(
                file.replaceFirst("^/etc/pve/firewall/([0-9]+)\\.fw$", "guest $1")
                        .replaceFirst("^/etc/pve/nodes/([^/]+)/host\\.fw$", "node $1"),
                ClusterFile.parse("fw", text)));
        return others;
    }

    private static HostResource.Draft after(HostResource.Draft draft, Set<String> sets, Set<String> groups) {
        sets.forEach(set -> draft.needs(set(set)));
        groups.forEach(group -> draft.needs(group(group)));
        return draft;
    }

    private static Optional<HostResource> staying(String name, List<String> told) {
        return told.isEmpty() ? Optional.empty() : Optional.of(HostResource.staying(name, told.toArray(String[]::new)));
    }

    private static Optional<HostResource> rules(
            HostResource.Draft draft, String name, RuleList which, Level level, FirewallNotes notes) {
        if (!level.declared()) {
            return staying(name, notes.rulesLeft(which, level.found()));
        }
        notes.rules(which).forEach(draft::act);
        return Optional.of(rules(draft, which, level.wanted(), level.found()));
    }

    private Optional<HostResource> options(@Nullable Firewall want, Map<String, String> found, FirewallNotes notes) {
        RuleList which = RuleList.ofNode(node);
        if (want == null) {
            return staying(NODE_OPTIONS, notes.optionsLeft(which, found, Set.of()));
        }
        SortedMap<String, String> differing =
                ProxmoxRules.differing(new TreeMap<>(Map.of("enable", want.enabled() ? "1" : "0")), found, "1");
        HostResource.Draft draft = HostResource.named(NODE_OPTIONS).needs(NODE_RULES);
        differing.forEach((option, value) -> draft.compare(option, found.getOrDefault(option, "1"), value));
        notes.options(which, differing.keySet()).forEach(draft::act);
        return Optional.of(draft.act(Acts.call(ClusterFirewallApi.setNodeOptions(node, differing)))
                .done());
    }

    private static HostResource group(
            String name, List<FirewallRule> members, Optional<List<FirewallRule>> found, Set<String> sets) {
        HostResource.Draft draft = after(HostResource.named(group(name)), sets, Set.of());
        if (found.isEmpty()) {
            draft.isNew()
                    .change("group", "", name, "", Impact.LIVE)
                    .act(Acts.call(ClusterFirewallApi.addGroup(name, ClusterFile.MARK)));
        }
        if (found.isPresent() && !members.equals(found.get())) {
            OwnValue.note(draft, Map.of(FoundLists.rulesOf(name), FoundLists.textOf(members)));
        }
        return rules(draft, RuleList.ofGroup(name), members, found.orElse(List.of()));
    }

    private static HostResource set(String name, List<String> wanted, Optional<List<String>> found) {
        HostResource.Draft draft = HostResource.named(set(name));
        if (found.isEmpty()) {
            draft.isNew()
                    .change("set", "", name, "", Impact.LIVE)
                    .act(Acts.call(ClusterFirewallApi.addSet(name, ClusterFile.MARK)));
        }
        List<String> there = found.orElse(List.of());
        if (found.isPresent() && !Set.copyOf(wanted).equals(Set.copyOf(there))) {
            OwnValue.note(draft, Map.of(FoundLists.addressesOf(name), FoundLists.text(wanted)));
        }
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

    private HostResource options(
            Firewall want, Reach reach, Map<String, String> found, FirewallNotes notes, HostFacts facts) {
        SortedMap<String, String> wanted = ProxmoxRules.options(want);
        HostResource.Draft draft = HostResource.named(OPTIONS).needs(RULES).needs(NODE_RULES);
        SortedMap<String, String> differing = ProxmoxRules.differing(wanted, found, "0");
        differing.forEach((option, value) -> draft.compare(option, found.getOrDefault(option, ""), value));
        notes.optionsLeft(RuleList.ofCluster(), found, wanted.keySet()).forEach(draft::remark);
        notes.options(RuleList.ofCluster(), differing.keySet()).forEach(draft::act);
        if (want.enabled()) {
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
