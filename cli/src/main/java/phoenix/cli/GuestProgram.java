package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.Target;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Runs a program inside a guest with this process's own streams, and passes its exit code on. */
final class GuestProgram {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Session session;
    private final OpenNode node;
    private final VmId id;

    GuestProgram(Session session, OpenNode node, VmId id) {
        this.session = session;
        this.node = node;
        this.id = id;
    }

    /** The guest, wherever it runs; empty if there is none of that ID. */
    Optional<ActualGuest> guest() {
        return new NodeReader(node.access()).read(List.of(), List.of()).guest(id);
    }

    /**
     * Runs it.
     *
     * @param terminal whether it is to have a terminal
     * @return its exit code
     * @throws CommandFailure if it could not be begun
     */
    int run(List<String> argv, boolean terminal) {
        Target guest = checkRuns();
        if (isOnlyByAgent(guest)) {
            return printed(inside(guest).run(argv, input(terminal), LONGEST, line -> {}));
        }
        NodeShell shell = node.access()
                .shell()
                .orElseThrow(() -> notBegun(
                        "there is no shell on node " + node.access().name(),
                        "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the"
                                + " node"));
        List<String> command = GuestShell.attached(guest, argv, terminal, node.access())
                .orElseThrow(() -> new IllegalStateException("only the agent leads into " + guest));
        Optional<List<String>> attached = shell.attached(command, terminal);
        int code = attached.isPresent() ? started(attached.get()) : carried(shell, command, terminal);
        return guest.login().isPresent() && code == GuestShell.NO_CONNECTION ? ExitCode.NOT_BEGUN.code() : code;
    }

    /** Whether what runs inside can have a terminal; a VM's agent gives none, and no pipes. */
    boolean canHaveTerminal() {
        return !isOnlyByAgent(checkRuns());
    }

    private static boolean isOnlyByAgent(Target guest) {
        return guest.kind() == GuestKind.VM && guest.login().isEmpty();
    }

    private Target checkRuns() {
        ActualGuest guest = guest().orElseThrow(() -> notBegun("it is not there", "make it first: phoenix " + id));
        if (!guest.node().equals(node.access().name())) {
            throw notBegun(
                    "it lives on node " + guest.node(), "set PROXMOX_VE_NODE=" + guest.node() + " and log in there");
        }
        if (!guest.running()) {
            throw notBegun("it does not run", "start it: phoenix start " + id);
        }
        return target(guest);
    }

    /** Who may log in to a VM without an agent is told by its file alone. */
    private Target target(ActualGuest guest) {
        String label = id + (guest.name().isEmpty() ? "" : " (" + guest.name() + ")");
        if (guest.kind() == GuestKind.CONTAINER || guest.hasAgent()) {
            return new Target(guest.kind(), id, label, guest.node());
        }
        return session.fleetIfReadable("who may log in to VM " + label + ", which has no guest agent, is not known")
                .guest(id)
                .map(desired -> Target.of(desired, guest.node()))
                .filter(target -> target.login().isPresent())
                .orElseThrow(() -> notBegun(
                        "it has no guest agent, and no login for SSH in the files",
                        "on the node: qm terminal " + id
                                + "; or name the files with --config, where the VM has features, applications"
                                + " or checks of its own"));
    }

    private GuestShell inside(Target guest) {
        return GuestShell.in(guest, node.access());
    }

    private static int printed(Output output) {
        System.out.print(output.stdout());
        System.out.flush();
        System.err.print(output.stderr());
        System.err.flush();
        return output.exitCode();
    }

    private static byte[] input(boolean terminal) {
        try {
            return terminal || Terminal.canAsk() ? new byte[0] : System.in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }

    /** Shows a program's lines while it is at work; both of its streams are one. */
    int follow(List<String> argv) {
        Target guest = checkRuns();
        return guest.kind() == GuestKind.VM
                ? inside(guest)
                        .run(argv, new byte[0], LONGEST, System.out::println)
                        .exitCode()
                : run(argv, false);
    }

    private CommandFailure notBegun(String why, String hint) {
        return new CommandFailure(ExitCode.NOT_BEGUN, "nothing can be run inside guest " + id + ": " + why, hint);
    }

    private static int started(List<String> argv) {
        try {
            return new ProcessBuilder(argv).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + argv.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.code();
        }
    }

    /** Where no program leads to the node: input and output whole, one after the other. */
    private static int carried(NodeShell shell, List<String> command, boolean terminal) {
        return printed(shell.run(new Command(command, input(terminal), LONGEST)));
    }
}
