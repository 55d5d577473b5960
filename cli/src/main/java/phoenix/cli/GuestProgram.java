package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Runs a program inside a guest with this process's own streams, and passes its exit code on. */
final class GuestProgram {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final OpenNode node;
    private final VmId id;

    GuestProgram(OpenNode node, VmId id) {
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
        checkRuns();
        NodeShell shell = node.access()
                .shell()
                .orElseThrow(() -> notBegun(
                        "there is no shell on node " + node.access().name(),
                        "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the"
                                + " node"));
        List<String> command = GuestShell.command(id, argv);
        Optional<List<String>> attached = shell.attached(command, terminal);
        return attached.isPresent() ? started(attached.get()) : carried(shell, command, terminal);
    }

    private void checkRuns() {
        ActualGuest guest = guest().orElseThrow(() -> notBegun("it is not there", "make it first: phoenix " + id));
        if (guest.kind() != GuestKind.CONTAINER) {
            throw notBegun("it is a VM, and this command is for containers", "log in to it by SSH");
        }
        if (!guest.node().equals(node.access().name())) {
            throw notBegun(
                    "it lives on node " + guest.node(), "set PROXMOX_VE_NODE=" + guest.node() + " and log in there");
        }
        if (!guest.running()) {
            throw notBegun("it does not run", "start it: phoenix start " + id);
        }
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
        try {
            byte[] input = terminal || Terminal.canAsk() ? new byte[0] : System.in.readAllBytes();
            Output output = shell.run(new Command(command, input, LONGEST));
            System.out.write(output.stdout().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
            System.err.write(output.stderr().getBytes(StandardCharsets.UTF_8));
            System.err.flush();
            return output.exitCode();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read standard input", e);
        }
    }
}
