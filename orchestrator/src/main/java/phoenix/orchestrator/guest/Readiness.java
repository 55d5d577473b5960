package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** Whether a running guest can work yet. */
public final class Readiness {
    private static final String SCRIPT = ShippedFile.text(Readiness.class, "ready.sh");
    private static final String NONE = "none";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Readiness() {}

    /**
     * Everything that is still missing inside the guest, in words; empty when it is ready: its init is up, each of its networks has the
     * addresses and routes of the file, and, if there is any, a name server is set. An IPv6 address that a router or a server gives is not
     * waited for: many networks have neither.
     */
    public static Optional<String> missing(GuestShell guest, List<Network> networks) {
        Output output;
        try {
            output = ask(guest, networks);
        } catch (ShellException.TimedOut e) {
            return Optional.of("its shell does not answer within " + LIMIT.toSeconds() + " s");
        }
        if (output.succeeded()) {
            return Optional.empty();
        }
        String said =
                (output.stdout() + output.stderr()).lines().map(String::strip).collect(Collectors.joining("; "));
        return Optional.of(said.isEmpty() ? "its init does not answer" : said);
    }

    /** What is waited for, for people. */
    public static String conditions(List<Network> networks) {
        String each = networks.stream()
                .map(network -> network.name()
                        + awaited(network).map(address -> " with " + address).orElse(""))
                .collect(Collectors.joining(", "));
        return "init" + (each.isEmpty() ? "" : ", " + each + ", and a name server");
    }

    private static Optional<String> awaited(Network network) {
        List<String> addresses = Stream.of(
                        ipv4(network), orNone(network.address6().isPresent() ? network.ip6() : null))
                .filter(address -> !address.equals(NONE))
                .toList();
        return addresses.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", addresses));
    }

    private static Output ask(GuestShell guest, List<Network> networks) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "phoenix"));
        networks.forEach(network -> argv.addAll(parameters(network)));
        return guest.run(argv, new byte[0], LIMIT, line -> {});
    }

    private static List<String> parameters(Network network) {
        boolean fixed6 = network.address6().isPresent();
        return List.of(
                network.name(),
                ipv4(network),
                orNone(network.gateway()),
                orNone(fixed6 ? network.ip6() : null),
                orNone(fixed6 ? network.gateway6() : null));
    }

    private static String ipv4(Network network) {
        return "dhcp".equals(network.ip()) ? "dhcp" : orNone(network.address().isPresent() ? network.ip() : null);
    }

    private static String orNone(@Nullable String value) {
        return value == null ? NONE : value;
    }
}
