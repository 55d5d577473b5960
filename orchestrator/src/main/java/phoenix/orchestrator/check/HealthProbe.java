package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import phoenix.orchestrator.desired.Expectation;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.Programs;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/**
 * Asks once whether something is as expected: inside a guest, or from the node as its users would. Health checks and test suites ask
 * by the same probes.
 *
 * <p>A command line is run by {@code sh}, a page is fetched by {@code curl}; everything else is looked at by {@code probe.sh}.
 */
public final class HealthProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SHOWN = 300;
    private static final String SCRIPT = ShippedFile.text(HealthProbe.class, "probe.sh");
    /** What {@code probe.sh} puts before each expectation that does not hold. */
    private static final String NOT_AS_EXPECTED = "not as expected: ";

    private static final String UNABLE = "cannot look: ";

    private HealthProbe() {}

    /** Why the guest is not healthy, in words; empty when it is. */
    public static Optional<String> failure(Target guest, Probe probe, NodeAccess node) {
        Programs place = probe.fromNode() ? Programs.on(node) : GuestShell.in(guest, node);
        return look(place, probe, LIMIT, line -> {}).map(Finding::toString);
    }

    /**
     * In what the thing is not as expected; empty when it is.
     *
     * @param place who looks
     * @param onLine receives what was found, also when all is well
     */
    static Optional<Finding> look(Programs place, Probe probe, Duration limit, Consumer<String> onLine) {
        Output output;
        try {
            output = place.run(argv(probe), new byte[0], limit, onLine);
        } catch (ShellException.TimedOut e) {
            return Optional.of(new Finding(words(probe), "did not end within " + limit.toSeconds() + " s", List.of()));
        }
        return output.succeeded() ? Optional.empty() : Optional.of(finding(probe, output));
    }

    private static Finding finding(Probe probe, Output output) {
        String said = (output.stderr() + output.stdout()).strip();
        List<String> lines = said.lines().toList();
        String reasons = lines.stream()
                .filter(line -> line.startsWith(NOT_AS_EXPECTED) || line.startsWith(UNABLE))
                .map(line -> line.startsWith(UNABLE) ? line : line.substring(NOT_AS_EXPECTED.length()))
                .collect(Collectors.joining("; "));
        if (probe instanceof Probe.CommandLine || probe instanceof Probe.Http || reasons.isEmpty()) {
            reasons = "ended with " + output.exitCode() + (said.isEmpty() ? "" : ": " + shortened(said));
        } else {
            reasons = shortened(reasons);
        }
        return new Finding(
                words(probe),
                reasons,
                lines.stream()
                        .filter(line -> !line.startsWith(NOT_AS_EXPECTED))
                        .map(HealthProbe::shortened)
                        .toList());
    }

    /** The line for dry-run. */
    public static String preview(Target guest, Probe probe) {
        return probe.fromNode()
                ? "run on the node: " + (probe instanceof Probe.Http ? Command.of(argv(probe)) : words(probe))
                : "run in the guest: " + words(probe);
    }

    /** What is to be found, in words. */
    static String expected(Probe probe) {
        if (probe instanceof Probe.Facts facts) {
            return facts.expected().stream()
                    .filter(one -> one.rule() != Expectation.Rule.GIVEN)
                    .map(Expectation::toString)
                    .collect(Collectors.joining(", "));
        }
        return probe instanceof Probe.CommandLine
                ? "exit code 0"
                : probe instanceof Probe.Http ? "a page, status 200 to 299" : "an open port";
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
        } else if (probe instanceof Probe.Tcp tcp) {
            return script(
                    "tcp", tcp.host() + ":" + tcp.port(), List.of(new Expectation("open", Expectation.Rule.IS, "yes")));
        } else if (probe instanceof Probe.Facts facts) {
            return script(facts.kind(), facts.of(), facts.expected());
        }
        throw new IllegalArgumentException("unknown kind of probe: " + probe);
    }

    private static List<String> script(String kind, String of, List<Expectation> expected) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "phoenix", kind, of));
        for (Expectation one : expected) {
            argv.addAll(List.of(one.fact(), one.rule().word(), one.value()));
        }
        return argv;
    }

    /** What is asked, for people. */
    static String words(Probe probe) {
        if (probe instanceof Probe.Http http) {
            return "GET " + http.url();
        } else if (probe instanceof Probe.Tcp tcp) {
            return "connect to " + tcp.host() + ":" + tcp.port();
        } else if (probe instanceof Probe.Facts facts) {
            return facts.kind().equals("command") ? facts.of() : (facts.kind() + " " + facts.of()).strip();
        }
        return ((Probe.CommandLine) probe).line();
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }
}
