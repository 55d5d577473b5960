package phoenix.orchestrator.actual;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.desired.host.HostBridge;
import phoenix.pve.IpNetwork;

/**
 * The node's bridges with the networks in which the node itself has an address there.
 *
 * @param networks by the bridge's name; none for a bridge on which the node has no address
 */
public record Bridges(Map<String, List<IpNetwork>> networks) {
    /** Of a node whose bridges nobody needed to know. */
    public static final Bridges UNKNOWN = new Bridges(Map.of());

    public Bridges {
        networks = Map.copyOf(networks);
    }

    /** Reads what the API tells of each bridge: its addresses with their prefix lengths. */
    static Bridges of(Map<String, List<String>> addresses) {
        Map<String, List<IpNetwork>> networks = new LinkedHashMap<>();
        addresses.forEach((bridge, list) -> networks.put(
                bridge,
                list.stream().map(IpNetwork::parse).flatMap(Optional::stream).toList()));
        return new Bridges(networks);
    }

    /**
     * Whether a fixed address of an interface lies outside every network that the node has on the interface's bridge, so that without a router
     * between them neither the node nor what is beside it reaches the guest. A VLAN is another network; of a bridge without addresses nothing
     * can be said.
     */
    public boolean isOutside(Network network) {
        return network.vlan() == null
                && (isOutside(network.bridge(), network.address()) || isOutside(network.bridge(), network.address6()));
    }

    /** Whether the node is known not to have the bridge of an interface, or does not let us see it. */
    public boolean isMissing(Network network) {
        return !networks.isEmpty() && !networks.containsKey(network.bridge());
    }

    private boolean isOutside(String bridge, Optional<String> address) {
        boolean six = address.filter(text -> text.contains(":")).isPresent();
        List<IpNetwork> there = networks.getOrDefault(bridge, List.of()).stream()
                .filter(network -> network.isV6() == six)
                .toList();
        return address.isPresent()
                && !there.isEmpty()
                && there.stream().noneMatch(network -> network.contains(address.get()));
    }

    /** These once the node has the bridges, and the addresses on them, that it is to have. */
    public Bridges expecting(Collection<HostBridge> coming) {
        Map<String, List<IpNetwork>> expected = new LinkedHashMap<>(networks);
        for (HostBridge bridge : coming) {
            String address = bridge.address();
            if (address != null) {
                expected.put(
                        bridge.name(), IpNetwork.parse(address).map(List::of).orElse(List.of()));
            } else {
                expected.putIfAbsent(bridge.name(), List.of());
            }
        }
        return new Bridges(expected);
    }

    /** {@code vmbr0 (10.0.0.2/24)}. */
    public String words(String bridge) {
        String addresses = networks.getOrDefault(bridge, List.of()).stream()
                .map(IpNetwork::toString)
                .collect(Collectors.joining(", "));
        return addresses.isEmpty() ? bridge : bridge + " (" + addresses + ")";
    }
}
