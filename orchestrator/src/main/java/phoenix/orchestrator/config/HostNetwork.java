package phoenix.orchestrator.config;

import org.jspecify.annotations.Nullable;

/**
 * What the hypervisor file says about the node's network, for checks of the containers' addresses.
 *
 * @param subnet the subnet that the containers' addresses come from; null if not given
 * @param bridge the bridge of that subnet; null if not given
 * @param node the node's own address there; null if not given
 */
public record HostNetwork(
        @Nullable Cidr subnet,
        @Nullable String bridge,
        @Nullable Cidr node) {
    public static final HostNetwork UNKNOWN = new HostNetwork(null, null, null);
}
