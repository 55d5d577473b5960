package phoenix.orchestrator.guest;

import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.shell.NodeShell;

/** The shell of the very node that holds a container, for what stands on its disks. */
public final class NodeCommands {
    private NodeCommands() {}

    /** @throws StepFailure if there is no shell, or it is another node's */
    public static NodeShell shell(NodeAccess node, Target target, String purpose) {
        if (!node.name().equals(target.node())) {
            throw new StepFailure(
                    "cannot " + purpose + ": it lives on node " + target.node() + ", and the shell is on "
                            + node.name(),
                    "set PROXMOX_VE_NODE=" + target.node() + " and log in there, or do it on that node by hand");
        }
        return node.shell()
                .orElseThrow(
                        () -> new StepFailure(
                                "cannot " + purpose + ": there is no shell on node " + node.name(),
                                "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node"));
    }
}
