package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.Network;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** Whether a running guest can work yet. */
public final class Readiness {
    private static final String SCRIPT = Errand.resource("ready.sh");
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Readiness() {}

    /** What is still missing inside the guest, in words; empty when it is ready. */
    public static Optional<String> missing(GuestShell guest, Network network) {
        Output output;
        try {
            output = ask(guest, network);
        } catch (ShellException.TimedOut e) {
            return Optional.of("its shell does not answer within " + LIMIT.toSeconds() + " s");
        }
        if (output.succeeded()) {
            return Optional.empty();
        }
        String said = (output.stdout() + output.stderr()).strip();
        return Optional.of(said.isEmpty() ? "its init does not answer" : said);
    }

    private static Output ask(GuestShell guest, Network network) {
        return guest.run(
                List.of(
                        "/bin/sh",
                        "-c",
                        SCRIPT,
                        "phoenix",
                        network.name(),
                        network.ip() == null ? "none" : network.ip(),
                        network.gateway() == null ? "none" : network.gateway()),
                new byte[0],
                LIMIT,
                line -> {});
    }
}
