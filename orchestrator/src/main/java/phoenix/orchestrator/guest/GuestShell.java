package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Optional;
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

    /** What ssh itself ends with when there is no connection; no program that is run by it inside a guest ends so. */
    int NO_CONNECTION = 255;

    /** The vector that runs a program inside a container, on the node; for dry-run. */
    static List<String> command(VmId container, List<String> argv) {
        return AttachedShell.command(container, argv);
    }

    /**
     * The vector that runs a program inside a guest, on the node, with the streams of whoever runs it; empty where only the agent leads in.
     * It ends with the program's exit code; with 255 where SSH leads in and there is no connection.
     *
     * @param terminal whether the program is to have a terminal of its own
     * @throws StepFailure if there is no shell on the node
     */
    static Optional<List<String>> attached(Target guest, List<String> argv, boolean terminal, NodeAccess node) {
        return guest.kind() == GuestKind.CONTAINER
                ? Optional.of(command(guest.id(), argv))
                : guest.login()
                        .map(login -> SshGuestShell.in(guest, login, node).attached(argv, terminal));
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
