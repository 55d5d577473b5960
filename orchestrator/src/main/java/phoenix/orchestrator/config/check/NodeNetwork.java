package phoenix.orchestrator.config.check;

import phoenix.orchestrator.config.Cidr;
import phoenix.orchestrator.config.ConfigLoader;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.config.HostNetwork;
import phoenix.orchestrator.config.Ipv4;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.NetworkDraft;
import phoenix.orchestrator.config.Problems;

/** Reports addresses that a guest cannot have on the node's network. Other bridges are none of its business. */
final class NodeNetwork {
    private final HostNetwork host;
    private final Problems problems;

    NodeNetwork(HostNetwork host, Problems problems) {
        this.host = host;
        this.problems = problems;
    }

    void check(GuestDraft guest) {
        guest.networks().stream().filter(this::isOnTheNodesBridge).forEach(this::check);
    }

    private boolean isOnTheNodesBridge(NetworkDraft network) {
        Located<String> on = network.bridge();
        boolean tagged = network.vlan() != null;
        return !tagged && (host.bridge() == null || on == null || host.bridge().equals(on.value()));
    }

    private void check(NetworkDraft network) {
        Located<Cidr> address = network.address();
        if (address == null) {
            return;
        }
        Cidr subnet = host.subnet();
        Cidr node = host.node();
        Ipv4 ip = address.value().address();
        if (subnet != null && !subnet.contains(ip)) {
            problems.error(
                    address.place(),
                    "'ip' is " + address.value() + ", outside 'default_subnet' " + subnet + " of "
                            + ConfigLoader.HYPERVISOR_FILE,
                    "write an address of " + subnet + ", or correct 'default_subnet'");
            return;
        }
        if (node != null && node.address().equals(ip)) {
            problems.error(
                    address.place(),
                    "'ip' is " + address.value() + ", the node's own address according to "
                            + ConfigLoader.HYPERVISOR_FILE,
                    "write another address");
        }
        Located<Ipv4> gateway = network.gateway();
        if (subnet != null && gateway != null && !subnet.contains(gateway.value())) {
            problems.error(
                    gateway.place(),
                    "the gateway " + gateway.value() + " is outside 'default_subnet' " + subnet + " of "
                            + ConfigLoader.HYPERVISOR_FILE,
                    "write an address of " + subnet + ", or correct 'default_subnet'");
        }
    }
}
