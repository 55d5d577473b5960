package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** A place where programs run: inside a guest, or on the node. Safe for use by several threads. */
public interface Programs {
    /** Runs a program to its end; see {@link NodeShell#run}. */
    Output run(List<String> argv, byte[] input, Duration limit, Consumer<String> onLine);

    /**
     * The node itself.
     *
     * @throws StepFailure if there is no shell on it
     */
    static Programs on(NodeAccess node) {
        NodeShell shell = node.shell()
                .orElseThrow(
                        () -> new StepFailure(
                                "cannot run anything on node " + node.name() + ": there is no shell on it",
                                "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node"));
        return (argv, input, limit, onLine) -> shell.run(new Command(argv, input, limit), onLine);
    }
}
