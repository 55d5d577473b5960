package phoenix.orchestrator.host.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostBridge;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostConsent;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.OwnValue;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.plan.Impact;
import phoenix.pve.api.NetworkApi;

/**
 * The node's bridges, changed together and by consent only:
 *
 * <ol>
 *   <li>the node keeps its network as it is and sets itself a clock of one minute;
 *   <li>the changes are staged, which changes nothing yet, and then put in force;
 *   <li>if the node is reached after that, and its gateway answers if it did before, the clock is stopped; else the node takes the change back
 *       by itself, whether or not anybody is there any more.
 * </ol>
 *
 * What somebody else staged is never put in force and never thrown away. Options that Phoenix set are noted on the node, and told when they are
 * declared no more.
 */
public final class Bridges implements HostKind {
    private static final String LOOK = "look-network.sh";
    private static final String NAME = "network bridges";
    private static final String INTERRUPTED = "interrupted change of the network";
    private static final String MARK = "made by Phoenix";

    /** What an interface is sent with again, so that it keeps it: a definition counts as a whole. */
    private static final List<String> KEPT = List.of(
            "cidr",
            "gateway",
            "cidr6",
            "gateway6",
            "bridge_ports",
            "bridge_vlan_aware",
            "bridge_vids",
            "autostart",
            "mtu",
            "comments",
            "comments6");

    /** What can be declared, and what it is where nothing is said. */
    private static final Map<String, String> OPTIONS =
            Map.of("cidr", "", "gateway", "", "bridge_ports", "", "bridge_vlan_aware", "0", "mtu", "");

    private final String node;

    public Bridges(String node) {
        this.node = node;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        Question look = Question.script(Bridges.class, LOOK, List.of());
        return want.bridges().isEmpty()
                ? List.of(OwnValue.question(), look)
                : List.of(OwnValue.question(), look, Question.call(NetworkApi.list(node)));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        if (want.bridges().isEmpty()) {
            List<String> left = left(want, facts);
            List<HostResource> told = new ArrayList<>(values(want, facts));
            if (!left.isEmpty()) {
                told.add(0, HostResource.staying(NAME, left.toArray(String[]::new)));
            }
            return told;
        }
        Map<String, Map<String, String>> found = facts.answer(NetworkApi.list(node)).stream()
                .collect(Collectors.toMap(one -> one.getOrDefault("iface", ""), one -> one, (one, same) -> one));
        HostResource.Draft draft =
                HostResource.named(NAME).within(Duration.ofMinutes(5)).asks(HostConsent.NETWORK);
        boolean interrupted = facts.labelled(LOOK, "ours").equals("yes");
        List<String> staged = facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("staged "))
                .map(line -> line.substring("staged ".length()))
                .toList();
        List<HostResource> resources = new ArrayList<>();
        if (interrupted) {
            // What is listed then is what that run staged. The step looks again once it was taken back.
            resources.add(takeBack());
            draft.needs(INTERRUPTED)
                    .change("network", "half changed by a run that was interrupted", "as declared", "", Impact.LIVE);
        }
        draft.act(Acts.script(Bridges.class, "guard-network.sh", Duration.ofSeconds(30), "", List.of()));
        for (HostBridge bridge : want.bridges()) {
            stage(draft, bridge, Optional.ofNullable(found.get(bridge.name())));
        }
        left(want, facts).forEach(draft::remark);
        if (!staged.isEmpty() && !interrupted && draft.differs()) {
            draft.refuse(
                    "somebody staged other changes of the network, which are not in force: "
                            + String.join(" | ", staged),
                    "apply or revert them in Proxmox's web interface (node, System, Network)");
        } else if (!staged.isEmpty() && !interrupted) {
            draft.remark("somebody staged changes of the network that are not in force: " + String.join(" | ", staged));
        }
        if (draft.differs() && !facts.labelled(LOOK, "ifreload").equals("yes")) {
            draft.refuse(
                    "the node has no ifreload, by which Proxmox puts a network in force",
                    "install it when somebody is at the node's console: apt-get install ifupdown2");
        }
        resources.add(draft.act(Acts.task(NetworkApi.apply(node), Duration.ofSeconds(45)))
                .act(Acts.script(Bridges.class, "confirm-network.sh", Duration.ofSeconds(45), "", List.of()))
                .done());
        resources.addAll(values(want, facts));
        return resources;
    }

    private static OwnValue own(String option, String bridge) {
        return new OwnValue(option + " of bridge " + bridge);
    }

    private static List<String> made(HostFacts facts) {
        return facts.lines(LOOK).stream()
                .filter(line -> line.startsWith("made "))
                .map(line -> line.substring("made ".length()))
                .toList();
    }

    /** What is told of options that are declared no more; of a bridge that is told itself they are not. */
    private static List<HostResource> values(DesiredHost want, HostFacts facts) {
        Map<String, Map<String, String>> found = new TreeMap<>();
        for (String line : facts.lines(LOOK)) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("bridge") && words.length > 2) {
                found.computeIfAbsent(words[1], name -> new TreeMap<>(OPTIONS))
                        .put(words[2], words.length > 3 ? words[3].strip() : "");
            }
        }
        want.bridges()
                .forEach(bridge -> Optional.ofNullable(found.get(bridge.name()))
                        .ifPresent(options ->
                                options.keySet().removeAll(wanted(bridge).keySet())));
        made(facts).stream()
                .filter(name -> want.bridges().stream()
                        .noneMatch(bridge -> bridge.name().equals(name)))
                .forEach(found::remove);
        List<HostResource> told = new ArrayList<>();
        found.forEach((bridge, options) -> options.forEach((option, value) -> own(option, bridge)
                .staying(facts, value, "to set another: in Proxmox's web interface (node, System, Network)")
                .ifPresent(told::add)));
        return told;
    }

    /** What is told of each bridge that Phoenix made and that is declared no more. */
    private List<String> left(DesiredHost want, HostFacts facts) {
        return made(facts).stream()
                .filter(name -> want.bridges().stream()
                        .noneMatch(bridge -> bridge.name().equals(name)))
                .map(name -> "bridge " + name + " is declared no more and stays, for guests may use it; to remove it:"
                        + " pvesh delete /nodes/" + node + "/network/" + name + " && pvesh set /nodes/" + node
                        + "/network")
                .toList();
    }

    private static HostResource takeBack() {
        return HostResource.named(INTERRUPTED)
                .asks(HostConsent.NETWORK)
                .change("network", "half changed by a run that was interrupted", "as it was before", "", Impact.LIVE)
                .act(Acts.script(Bridges.class, "restore-network.sh", Duration.ofMinutes(1), "", List.of()))
                .done();
    }

    private void stage(HostResource.Draft draft, HostBridge bridge, Optional<Map<String, String>> found) {
        Map<String, String> now = found.orElse(Map.of());
        if (found.isPresent() && !now.getOrDefault("type", "").equals("bridge")) {
            draft.refuse(
                    bridge.name() + " is no bridge but of type '" + now.getOrDefault("type", "") + "'",
                    "give the bridge another name");
            return;
        }
        Map<String, String> wanted = wanted(bridge);
        SortedMap<String, String> whole = new TreeMap<>();
        KEPT.stream().filter(now::containsKey).forEach(key -> whole.put(key, now.get(key)));
        boolean differs = found.isEmpty();
        if (differs) {
            draft.change("bridge", "", bridge.name(), "", Impact.LIVE);
            whole.put("comments", MARK);
            whole.put("autostart", "1");
        }
        Map<OwnValue, String> values = new HashMap<>();
        for (var option : new TreeMap<>(wanted).entrySet()) {
            String before = now.getOrDefault(option.getKey(), OPTIONS.getOrDefault(option.getKey(), ""));
            if (!before.strip().equals(option.getValue())) {
                differs = true;
                values.put(own(option.getKey(), bridge.name()), option.getValue());
                draft.change(bridge.name() + " " + option.getKey(), before, option.getValue(), "", Impact.LIVE);
            }
            whole.put(option.getKey(), option.getValue());
        }
        whole.put("type", "bridge");
        // Proxmox takes neither an empty address nor an empty list of ports, and makes a bridge aware of VLANs that is
        // sent as not aware of them: all of that has to be deleted by name.
        Set<String> absent = wanted.entrySet().stream()
                .filter(option -> isAbsent(option.getKey(), option.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        whole.keySet().removeAll(absent);
        absent.retainAll(now.keySet());
        if (!absent.isEmpty()) {
            whole.put("delete", String.join(",", absent));
        }
        whole.values().removeIf(String::isEmpty);
        if (differs) {
            OwnValue.note(draft, values);
            draft.act(Acts.call(
                    found.isEmpty()
                            ? NetworkApi.create(node, bridge.name(), whole)
                            : NetworkApi.change(node, bridge.name(), whole)));
        }
    }

    private static boolean isAbsent(String option, String value) {
        return value.isEmpty() || (option.equals("bridge_vlan_aware") && value.equals("0"));
    }

    private static Map<String, String> wanted(HostBridge bridge) {
        Map<String, String> wanted = new HashMap<>();
        Optional.ofNullable(bridge.address()).ifPresent(address -> wanted.put("cidr", address));
        Optional.ofNullable(bridge.gateway()).ifPresent(gateway -> wanted.put("gateway", gateway));
        Optional.ofNullable(bridge.ports()).ifPresent(ports -> wanted.put("bridge_ports", String.join(" ", ports)));
        Optional.ofNullable(bridge.vlanAware()).ifPresent(aware -> wanted.put("bridge_vlan_aware", aware ? "1" : "0"));
        Optional.ofNullable(bridge.mtu()).ifPresent(mtu -> wanted.put("mtu", Integer.toString(mtu)));
        return wanted;
    }
}
