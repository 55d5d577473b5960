package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.VmId;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** Asks a guest once whether it does its work: inside it, or from the node over HTTP as its users would. */
public final class HealthProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SHOWN = 300;

    private HealthProbe() {}

    /** Why the guest is not healthy, in words; empty when it is. */
    public static Optional<String> failure(VmId guest, Probe probe, NodeAccess node) {
        Output output;
        try {
            output = ask(guest, probe, node);
        } catch (ShellException.TimedOut e) {
            return Optional.of(words(probe) + " did not end within " + LIMIT.toSeconds() + " s");
        }
        if (output.succeeded()) {
            return Optional.empty();
        }
        String said = (output.stderr() + output.stdout()).strip();
        String shown = said.length() > SHOWN ? said.substring(0, SHOWN) + "..." : said;
        return Optional.of(words(probe) + " ended with " + output.exitCode() + (shown.isEmpty() ? "" : ": " + shown));
    }

    private static Output ask(VmId guest, Probe probe, NodeAccess node) {
        if (probe instanceof Probe.CommandLine) {
            return GuestShell.in(guest, node).run(argv(probe), new byte[0], LIMIT, line -> {});
        }
        return node.shell()
                .orElseThrow(() -> new StepFailure(
                        "cannot fetch a page from node " + node.name() + ": there is no shell on it",
                        "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH"))
                .run(Command.of(argv(probe)).within(LIMIT));
    }

    /** The line for dry-run. */
    public static String preview(VmId guest, Probe probe) {
        return probe instanceof Probe.CommandLine
                ? "run in the guest: " + words(probe)
                : "run on the node: " + Command.of(argv(probe));
    }

    private static List<String> argv(Probe probe) {
        if (probe instanceof Probe.CommandLine command) {
            return List.of("/bin/sh", "-c", command.line());
        } else if (probe instanceof Probe.Http http) {
            return List.of(
                    "curl",
                    "--silent",
                    "--show-error",
                    "--fail",
                    "--max-time",
                    "5",
                    "--output",
                    "/dev/null",
                    http.url());
        }
        throw new IllegalArgumentException("unknown kind of probe: " + probe);
    }

    private static String words(Probe probe) {
        return probe instanceof Probe.Http http ? "GET " + http.url() : ((Probe.CommandLine) probe).line();
    }
}
