package phoenix.orchestrator.config;

import java.net.URI;
import java.net.URISyntaxException;
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
    private static final int LAST_PORT = 65_535;

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
        List<String> given =
                KINDS.stream().filter(fields::has).map(key -> "'" + key + "'").toList();
        if (given.size() != 1) {
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
        checkType(fields);
        if (fields.has("command")) {
            return fields.text("command").map(text -> new Probe.CommandLine(text.value()));
        }
        if (fields.has("url")) {
            return fields.text("url")
                    .filter(text -> isPage(text, fields.problems()))
                    .map(text -> new Probe.Http(text.value()));
        }
        return tcp(fields, address);
    }

    private static void checkType(Fields fields) {
        Optional<Located<String>> type = fields.word("type");
        if (type.isEmpty()) {
            return;
        }
        String key = switch (type.get().value()) {
            case "http" -> "url";
            case "tcp" -> "port";
            default -> "command";
        };
        if (!fields.has(key)) {
            fields.problems()
                    .error(
                            type.get().place(),
                            "'type' is '" + Shortened.of(type.get().value()) + "', but there is no '" + key + "'",
                            "write '" + key + "', or leave 'type' out");
        }
    }

    private static Optional<Probe> tcp(Fields fields, @Nullable String address) {
        Optional<String> host = fields.word("host").map(Located::value).or(() -> Optional.ofNullable(address));
        Optional<Located<Integer>> port =
                fields.whole("port").filter(number -> number.value() > 0 && number.value() <= LAST_PORT);
        if (host.isEmpty() && port.isPresent()) {
            fields.problems()
                    .error(
                            port.get().place(),
                            "a 'port' is given without a 'host', and the guest has no fixed address to connect to",
                            "write \"host\": \"...\" beside it");
        }
        return host.isEmpty() || port.isEmpty()
                ? Optional.empty()
                : Optional.of(new Probe.Tcp(host.get(), port.get().value()));
    }

    private static String digest(String name, Probe probe, int retries, int interval, String before) {
        Digest digest = new Digest().add("name", name);
        if (probe instanceof Probe.CommandLine command) {
            digest.add("command", command.line());
        } else if (probe instanceof Probe.Http http) {
            digest.add("url", http.url());
        } else if (probe instanceof Probe.Tcp tcp) {
            digest.add("host", tcp.host()).add("port", String.valueOf(tcp.port()));
        }
        return digest.add("retries", String.valueOf(retries))
                .add("interval", String.valueOf(interval))
                .add("before", before)
                .hex();
    }

    private static boolean isPage(Located<String> text, Problems problems) {
        boolean page = false;
        try {
            URI uri = new URI(text.value());
            page = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            page = false;
        }
        if (!page) {
            problems.error(
                    text.place(),
                    "'url' is '" + Shortened.of(text.value()) + "', not the address of a page",
                    "write the whole address, such as \"http://10.0.0.5/\"");
        }
        return page;
    }
}
