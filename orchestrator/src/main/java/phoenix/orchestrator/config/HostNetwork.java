package phoenix.orchestrator.config;

import org.jspecify.annotations.Nullable;

/**
 * What the hypervisor file says about the node's network, for checks of the containers' addresses.
 *
 * @param subnet the subnet that the containers' addresses come from; null if not given
 * @param bridge the bridge of that subnet; null if not given
 * @param node the node's own address there; null if not given
 */
record HostNetwork(
        @Nullable Cidr subnet,
        @Nullable String bridge,
        @Nullable Cidr node) {
    static final HostNetwork UNKNOWN = new HostNetwork(null, null, null);

    /** Reports an address that the container cannot have on this network. Other bridges are none of our business. */
    void check(ContainerDraft draft, Problems problems) {
        draft.networks().forEach(network -> check(network, problems));
    }

    private void check(NetworkDraft network, Problems problems) {
        Located<Cidr> address = network.address();
        if (address == null || !isOn(network)) {
            return;
        }
        Ipv4 ip = address.value().address();
        if (subnet != null && !subnet.contains(ip)) {
            problems.error(
                    address.place(),
                    "'ip' is " + address.value() + ", outside 'default_subnet' " + subnet + " of "
                            + ConfigLoader.HYPERVISOR_FILE,
                    "write an address of " + subnet + ", or correct 'default_subnet'");
        } else if (node != null && node.address().equals(ip)) {
            problems.error(
                    address.place(),
                    "'ip' is " + address.value() + ", the node's own address according to "
                            + ConfigLoader.HYPERVISOR_FILE,
                    "write another address");
        }
    }

    private boolean isOn(NetworkDraft network) {
        Located<String> on = network.bridge();
        return bridge == null || on == null || bridge.equals(on.value());
    }
}
