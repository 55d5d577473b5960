package phoenix.orchestrator.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Expectation;
import phoenix.orchestrator.desired.HealthCheck.Probe;

/** Reads one probe, of a health check or of a test. */
final class ProbeReader {
    private static final int LAST_PORT = 65_535;
    /** Bytes of one text. A kernel takes 128 KiB as one argument, and on its way there a text is quoted twice, which makes it longer. */
    private static final int LONGEST = 16 << 10;

    private ProbeReader() {}

    /**
     * A probe of a known kind. What is missing or does not belong to the kind is reported.
     *
     * @param address the guest's own; null if it has no fixed one
     */
    static Optional<Probe> read(Fields fields, ProbeKind kind, @Nullable String address) {
        if (kind.needsSubject() && !fields.has(String.valueOf(kind.subject()))) {
            fields.require(
                    String.valueOf(kind.subject()), "'" + kind.subject() + "', which type '" + kind.name() + "' needs");
            return Optional.empty();
        }
        refuseForeign(fields, kind);
        checkPattern(fields);
        checkLengths(fields);
        String subject = kind.subject();
        if (kind.name().equals("tcp")) {
            return tcp(fields, address);
        }
        Optional<Located<String>> of = subject == null ? Optional.empty() : fields.word(subject);
        if (kind.name().equals("http")
                && of.filter(url -> !isPage(url, fields.problems())).isPresent()) {
            return Optional.empty();
        }
        String what = of.map(Located::value).orElse("");
        List<Expectation> expected = kind.expectations(fields);
        boolean usual = expected.equals(kind.standard()) && !fields.has("from");
        if (usual && kind.name().equals("command")) {
            return Optional.of(new Probe.CommandLine(what));
        } else if (usual && kind.name().equals("http")) {
            return Optional.of(new Probe.Http(what));
        }
        return Optional.of(new Probe.Facts(kind.name(), what, fromNode(fields, kind), expected));
    }

    private static boolean fromNode(Fields fields, ProbeKind kind) {
        return fields.word("from")
                .map(from -> from.value().equals("node"))
                .orElse(kind.name().equals("http") || kind.name().equals("tcp"));
    }

    private static void refuseForeign(Fields fields, ProbeKind kind) {
        for (String key : kind.foreignKeys()) {
            fields.value(key)
                    .ifPresent(value -> fields.problems()
                            .error(
                                    value.place(),
                                    "'" + key + "' says nothing to a check of type '" + kind.name() + "'",
                                    "remove it, or write the \"type\" that has it: "
                                            + String.join(", ", ProbeKind.having(key))));
        }
    }

    private static void checkLengths(Fields fields) {
        fields.object().members().values().forEach(member -> {
            int length = member.value() instanceof JsonValue.Text text
                    ? text.text().getBytes(StandardCharsets.UTF_8).length
                    : 0;
            if (length > LONGEST) {
                fields.problems()
                        .error(
                                member.value().place(),
                                "'" + Shortened.of(member.key()) + "' is " + length + " bytes long, and at most "
                                        + LONGEST + " reach a guest as one argument of a program",
                                "put it into a script that a feature or the application installs in the guest, and call that");
            }
        });
    }

    /** The guest's own grep judges; what even Java does not take is surely wrong. */
    private static void checkPattern(Fields fields) {
        fields.text("matches").ifPresent(text -> {
            try {
                Pattern.compile(text.value());
            } catch (PatternSyntaxException e) {
                fields.problems()
                        .error(
                                text.place(),
                                "'matches' is '" + Shortened.of(text.value()) + "', which is no regular expression: "
                                        + e.getDescription(),
                                "write one that grep -E takes, such as \"^ready\"");
            }
        });
    }

    private static Optional<Probe> tcp(Fields fields, @Nullable String address) {
        Optional<String> host = fields.word("host").map(Located::value).or(() -> Optional.ofNullable(address));
        Optional<Located<Integer>> port =
                fields.whole("port").filter(number -> number.value() > 0 && number.value() <= LAST_PORT);
        boolean inside =
                fields.word("from").filter(from -> from.value().equals("guest")).isPresent();
        if (host.isEmpty() && port.isPresent() && !inside) {
            fields.problems()
                    .error(
                            port.get().place(),
                            "a 'port' is given without a 'host', and the guest has no fixed address to connect to",
                            "write \"host\": \"...\" beside it");
        }
        if (inside) {
            return port.map(number -> new Probe.Facts(
                    "tcp",
                    host.filter(given -> fields.has("host")).orElse("127.0.0.1") + ":" + number.value(),
                    false,
                    List.of(new Expectation("open", Expectation.Rule.IS, "yes"))));
        }
        return host.isEmpty() || port.isEmpty()
                ? Optional.empty()
                : Optional.of(new Probe.Tcp(host.get(), port.get().value()));
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
