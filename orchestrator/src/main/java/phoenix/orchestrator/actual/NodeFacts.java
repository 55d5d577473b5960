package phoenix.orchestrator.actual;

import java.util.Map;
import java.util.Optional;
import phoenix.pve.GuestFirewall;
import phoenix.pve.VmId;

/**
 * What was looked up beside the guests' configurations, because some guest's wishes depend on it.
 *
 * @param pools the resource pool of each guest that is in one
 * @param firewalls the firewall of each guest that has one; empty if nobody needed to know
 * @param gpus the node's NVIDIA devices; empty if nobody needed to know, or nothing could look
 * @param appArmor whether the node's kernel confines by AppArmor; empty if nobody needed to know, or nothing could look
 */
public record NodeFacts(
        Map<VmId, String> pools, Map<VmId, GuestFirewall> firewalls, Optional<Gpus> gpus, Optional<Boolean> appArmor) {
    public static final NodeFacts NONE = new NodeFacts(Map.of(), Map.of(), Optional.empty(), Optional.empty());

    public NodeFacts {
        pools = Map.copyOf(pools);
        firewalls = Map.copyOf(firewalls);
    }
}
