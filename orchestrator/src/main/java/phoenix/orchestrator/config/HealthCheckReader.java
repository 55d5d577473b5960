package phoenix.orchestrator.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.note.Digest;

/** Reads {@code health_check}. */
final class HealthCheckReader {
    private static final String EXAMPLE =
            "\"health_check\": {\"url\": \"http://10.0.0.5/\"} or {\"command\": \"test -f /ready\"}";
    private static final Keys KEYS = Keys.of("'health_check'", "command", "url", "retries", "interval");
    private static final int RETRIES = 3;
    private static final int MOST_RETRIES = 1000;
    private static final int INTERVAL_SECONDS = 5;
    private static final int MOST_INTERVAL_SECONDS = 3600;

    private HealthCheckReader() {}

    static Optional<HealthCheck> read(Fields container) {
        return container.object("health_check", EXAMPLE).flatMap(HealthCheckReader::readFields);
    }

    private static Optional<HealthCheck> readFields(Fields fields) {
        Problems problems = fields.problems();
        KEYS.check(fields.object(), problems);
        Optional<Located<String>> command = fields.text("command");
        Optional<Located<String>> url = fields.text("url");
        if (fields.has("command") == fields.has("url")) {
            problems.error(
                    fields.place(),
                    fields.has("url")
                            ? "'health_check' has both 'command' and 'url'"
                            : "'health_check' has neither 'command' nor 'url'",
                    "write one of the two: 'command' runs in the container, 'url' is fetched from the node");
        }
        int retries =
                fields.whole("retries", 0, MOST_RETRIES, "").map(Located::value).orElse(RETRIES);
        int interval = fields.whole("interval", 1, MOST_INTERVAL_SECONDS, "seconds")
                .map(Located::value)
                .orElse(INTERVAL_SECONDS);
        Optional<HealthCheck.Probe> probe = command.isPresent()
                ? command.map(text -> new HealthCheck.Probe.CommandLine(text.value()))
                : url.filter(text -> isPage(text, problems)).map(text -> new HealthCheck.Probe.Http(text.value()));
        return probe.map(found -> new HealthCheck(
                "health_check", found, retries, Duration.ofSeconds(interval), digest(command, url, retries, interval)));
    }

    private static String digest(
            Optional<Located<String>> command, Optional<Located<String>> url, int retries, int interval) {
        return new Digest()
                .add("command", command.map(Located::value).orElse(""))
                .add("url", url.map(Located::value).orElse(""))
                .add("retries", String.valueOf(retries))
                .add("interval", String.valueOf(interval))
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
