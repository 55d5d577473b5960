package phoenix.orchestrator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.note.Digest;

/** Reads {@code health_check} and {@code health_checks}. */
final class HealthCheckReader {
    private static final int RETRIES = 3;
    private static final int INTERVAL_SECONDS = 5;

    private static final List<String> SINGLE = List.of("command", "url");
    private static final List<String> KINDS = List.of("command", "url", "port");
    private static final Map<String, String> MEANS = Map.of(
            "command", "runs in the guest", "url", "is fetched from the node", "port", "is connected to from the node");

    private HealthCheckReader() {}

    /**
     * The health checks of a guest: {@code health_check}, then {@code health_checks}.
     *
     * @param address the guest's own; null if it has no fixed one
     */
    static List<HealthCheck> read(Fields guest, @Nullable String address) {
        List<Fields> wanted = new ArrayList<>();
        guest.inner("health_check").ifPresent(wanted::add);
        boolean single = !wanted.isEmpty();
        wanted.addAll(guest.objects("health_checks"));
        List<HealthCheck> checks = new ArrayList<>();
        String before = "";
        for (Fields fields : wanted) {
            String name = fields.word("name").map(Located::value).orElse("health_check");
            Optional<Probe> probe = probe(fields, address, single && fields == wanted.get(0) ? SINGLE : KINDS);
            if (probe.isEmpty()) {
                continue;
            }
            int retries = fields.whole("retries").map(Located::value).orElse(RETRIES);
            int interval = fields.whole("interval").map(Located::value).orElse(INTERVAL_SECONDS);
            before = digest(name, probe.get(), retries, interval, before);
            checks.add(new HealthCheck(name, probe.get(), retries, Duration.ofSeconds(interval), before));
        }
        return checks;
    }

    private static Optional<Probe> probe(Fields fields, @Nullable String address, List<String> kinds) {
        Optional<ProbeKind> named = fields.word("type").map(Located::value).flatMap(ProbeKind::named);
        List<String> given =
                KINDS.stream().filter(fields::has).map(key -> "'" + key + "'").toList();
        if (named.isEmpty() && given.size() != 1) {
            fields.problems()
                    .error(
                            fields.place(),
                            given.isEmpty()
                                    ? "the health check has none of '" + String.join("', '", kinds) + "'"
                                    : "the health check has " + String.join(" and ", given),
                            "write one of them: "
                                    + kinds.stream()
                                            .map(kind -> "'" + kind + "' " + MEANS.get(kind))
                                            .collect(Collectors.joining(", ")));
            return Optional.empty();
        }
        return named.or(() -> ProbeKind.bySubject(fields)).flatMap(kind -> ProbeReader.read(fields, kind, address));
    }

    private static String digest(String name, Probe probe, int retries, int interval, String before) {
        Digest digest = new Digest().add("name", name);
        if (probe instanceof Probe.CommandLine command) {
            digest.add("command", command.line());
        } else if (probe instanceof Probe.Http http) {
            digest.add("url", http.url());
        } else if (probe instanceof Probe.Tcp tcp) {
            digest.add("host", tcp.host()).add("port", String.valueOf(tcp.port()));
        } else {
            digest.add("probe", probe.toString());
        }
        return digest.add("retries", String.valueOf(retries))
                .add("interval", String.valueOf(interval))
                .add("before", before)
                .hex();
    }
}
