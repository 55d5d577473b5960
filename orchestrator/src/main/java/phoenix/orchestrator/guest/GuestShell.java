package phoenix.orchestrator.guest;

import java.util.List;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;

/** Runs programs as root inside a running guest. Their environment is the same for every kind of guest and every caller. */
public interface GuestShell extends Programs {
    /** A search path, a locale, and what programs without a terminal want. */
    List<String> ENVIRONMENT = List.of(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG=C.UTF-8",
            "HOME=/root",
            "TERM=dumb",
            "DEBIAN_FRONTEND=noninteractive");

    /** The vector that runs a program inside a container, on the node; for dry-run. */
    static List<String> command(VmId container, List<String> argv) {
        return AttachedShell.command(container, argv);
    }

    /** @throws StepFailure if there is no way in */
    static GuestShell in(Target guest, NodeAccess node) {
        if (guest.kind() == GuestKind.CONTAINER) {
            return in(guest.id(), node);
        }
        return guest.login()
                .<GuestShell>map(login -> SshGuestShell.in(guest, login, node))
                .orElseGet(() -> new AgentShell(node.client(), guest));
    }

    /**
     * Into a container.
     *
     * @throws StepFailure if there is no shell on the node
     */
    static GuestShell in(VmId container, NodeAccess node) {
        return AttachedShell.in(container, node);
    }
}
