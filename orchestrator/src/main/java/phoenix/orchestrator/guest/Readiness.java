package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.config.DesiredContainer.DesiredNetwork;
import phoenix.pve.shell.Output;

/** Whether a running guest can work yet. */
public final class Readiness {
    private static final String SCRIPT = Errand.resource("ready.sh");
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Readiness() {}

    /** What is still missing inside the guest, in words; empty when it is ready. */
    public static Optional<String> missing(GuestShell guest, DesiredNetwork network) {
        Output output = guest.run(
                List.of(
                        "/bin/sh",
                        "-c",
                        SCRIPT,
                        "phoenix",
                        network.name(),
                        network.ip(),
                        network.gateway() == null ? "none" : network.gateway()),
                new byte[0],
                LIMIT,
                line -> {});
        if (output.succeeded()) {
            return Optional.empty();
        }
        String said = (output.stdout() + output.stderr()).strip();
        return Optional.of(said.isEmpty() ? "its init does not answer" : said);
    }
}
