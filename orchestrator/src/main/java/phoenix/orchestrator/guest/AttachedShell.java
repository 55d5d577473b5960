package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.VmId;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * Runs programs inside a running container, by {@code lxc-attach} on the node.
 *
 * <p>{@code pct exec} does the same, loads all of Proxmox's Perl first (about 450 ms a call, against 20), and passes the caller's
 * environment on.
 */
final class AttachedShell implements GuestShell {
    private final NodeShell shell;
    private final VmId guest;

    private AttachedShell(NodeShell shell, VmId guest) {
        this.shell = shell;
        this.guest = guest;
    }

    /** @throws StepFailure if there is no shell on the node */
    static GuestShell in(VmId guest, NodeAccess node) {
        NodeShell shell = node.shell()
                .orElseThrow(
                        () -> new StepFailure(
                                "cannot run anything inside " + guest + ": there is no shell on node " + node.name(),
                                "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node"));
        return new AttachedShell(shell, guest);
    }

    /** The vector that runs a program inside a guest; what dry-run prints. */
    static List<String> command(VmId guest, List<String> argv) {
        List<String> command = new ArrayList<>(List.of("lxc-attach", "--name", guest.toString(), "--clear-env"));
        for (String variable : ENVIRONMENT) {
            command.add("--set-var");
            command.add(variable);
        }
        command.add("--");
        command.addAll(argv);
        return command;
    }

    @Override
    public Output run(List<String> argv, byte[] input, Duration limit, Consumer<String> onLine) {
        return shell.run(new Command(command(guest, argv), input, limit), onLine);
    }
}
