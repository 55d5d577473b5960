package phoenix.lab.vm;

import java.util.Map;
import phoenix.lab.node.Machines;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.InvalidFormat;
import phoenix.pve.VmId;

/**
 * Asks the agents inside VMs, and says in Proxmox's words why one does not answer.
 *
 * @see "PVE source: PVE/QemuServer/Agent.pm assert_agent_available, agent_cmd"
 */
final class Agents {
    private final VmContext vms;

    Agents(VmContext vms) {
        this.vms = vms;
    }

    static boolean isEnabled(Map<String, String> options) {
        try {
            return VmFormats.AGENT
                    .parse(options.getOrDefault("agent", "0"), "")
                    .get("enabled")
                    .orElse("0")
                    .equals("1");
        } catch (InvalidFormat malformed) {
            throw ApiException.malformed(malformed);
        }
    }

    /** @throws ApiException if there is no agent that answers, or it refuses */
    Object ask(VmId id, String command, Map<String, ?> arguments) {
        VmConfig config = vms.files().load(id);
        if (!isEnabled(config.current())) {
            throw ApiException.failure("No QEMU guest agent configured");
        }
        if (!vms.runs(id)) {
            throw ApiException.failure("VM " + id + " is not running");
        }
        try {
            return vms.machines().agent(id, command, arguments);
        } catch (Machines.AgentSilent silent) {
            throw ApiException.failure("QEMU guest agent is not running");
        } catch (NodeException refused) {
            throw ApiException.failure("Agent error: " + refused.getMessage());
        }
    }

    /** Whether an agent answers; asks it. */
    boolean answers(VmId id) {
        try {
            ask(id, "guest-ping", Map.of());
            return true;
        } catch (ApiException none) {
            return false;
        }
    }
}
