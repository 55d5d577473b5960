package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Expectation;
import phoenix.orchestrator.desired.Expectation.Rule;

/**
 * A kind of probe that Phoenix's own script knows: which key says what is looked at, and which keys say what is expected.
 *
 * @param name as {@code type} has it
 * @param subject the key of what is looked at; null if there is but one such thing
 * @param needsSubject whether that key must be given
 * @param standard what is expected where nothing else is said of the same fact
 */
record ProbeKind(
        String name, @Nullable String subject, boolean needsSubject, List<Key> keys, List<Expectation> standard) {
    /**
     * A key of the user's.
     *
     * @param fact what it speaks of
     */
    record Key(String key, String fact, Rule rule) {}

    private static final Map<String, ProbeKind> ALL = new LinkedHashMap<>();

    static {
        add(
                "command",
                "command",
                List.of(key("exit_code", Rule.IS), new Key("matches", "output", Rule.MATCHES)),
                expect("exit_code", Rule.IS, "0"));
        add(
                "http",
                "url",
                List.of(
                        key("status", Rule.IS),
                        new Key("matches", "body", Rule.MATCHES),
                        key("tls", Rule.GIVEN),
                        key("certificate_days", Rule.ATLEAST)),
                expect("status", Rule.BETWEEN, "200-299"));
        add("tcp", "port", List.of(), expect("open", Rule.IS, "yes"));
        add(
                "dns",
                "host",
                List.of(key("server", Rule.GIVEN), key("addresses", Rule.HAS)),
                expect("addresses", Rule.ISNOT, ""));
        add(
                "systemd",
                "unit",
                List.of(key("state", Rule.IS), key("enabled", Rule.IS)),
                expect("state", Rule.IS, "active"));
        add(
                "process",
                "process",
                List.of(key("count", Rule.ATLEAST), new Key("user", "users", Rule.HAS)),
                expect("count", Rule.ATLEAST, "1"));
        add(
                "file",
                "path",
                List.of(
                        new Key("state", "type", Rule.IS),
                        key("mode", Rule.IS),
                        key("owner", Rule.IS),
                        key("group", Rule.IS),
                        new Key("min_bytes", "size", Rule.ATLEAST),
                        new Key("matches", "content", Rule.MATCHES)),
                expect("type", Rule.ISNOT, "absent"));
        add(
                "mount",
                "path",
                List.of(
                        key("source", Rule.LIKE),
                        key("fstype", Rule.IS),
                        key("options", Rule.HAS),
                        key("free_percent", Rule.ATLEAST)),
                expect("mounted", Rule.IS, "yes"));
        add("package", "package", List.of(key("version", Rule.LIKE)), expect("installed", Rule.IS, "yes"));
        add(
                "user",
                "user",
                List.of(key("uid", Rule.IS), key("groups", Rule.HAS), key("home", Rule.IS), key("shell", Rule.IS)),
                expect("exists", Rule.IS, "yes"));
        ALL.put(
                "docker",
                new ProbeKind(
                        "docker",
                        "container",
                        false,
                        List.of(
                                key("state", Rule.IS),
                                new Key("health", "health", Rule.IS),
                                key("image", Rule.LIKE),
                                new Key("version", "engine", Rule.LIKE)),
                        List.of(expect("engine", Rule.MATCHES, "^[0-9]"))));
        ALL.put(
                "gpu",
                new ProbeKind(
                        "gpu",
                        null,
                        false,
                        List.of(
                                key("count", Rule.ATLEAST),
                                key("driver", Rule.IS),
                                new Key("model", "models", Rule.MATCHES)),
                        List.of(expect("count", Rule.ATLEAST, "1"))));
    }

    ProbeKind {
        keys = List.copyOf(keys);
        standard = List.copyOf(standard);
    }

    static Optional<ProbeKind> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** The kind that a subject's key alone tells: the keys of older files, which have no {@code type}. */
    static Optional<ProbeKind> bySubject(Fields fields) {
        return List.of("command", "http", "tcp").stream()
                .map(ALL::get)
                .filter(kind -> kind.subject() != null && fields.has(kind.subject()))
                .findFirst();
    }

    /** All keys that some kind has and this one has not. */
    Set<String> foreignKeys() {
        Set<String> foreign = new TreeSet<>();
        ALL.values().forEach(kind -> foreign.addAll(kind.ownKeys()));
        foreign.removeAll(ownKeys());
        return foreign;
    }

    /** The kinds that have a key, for a hint. */
    static List<String> having(String key) {
        return ALL.values().stream()
                .filter(kind -> kind.ownKeys().contains(key))
                .map(ProbeKind::name)
                .toList();
    }

    private Set<String> ownKeys() {
        Set<String> own = new TreeSet<>();
        keys.forEach(key -> own.add(key.key()));
        if (subject != null) {
            own.add(subject);
        }
        if (name.equals("tcp")) {
            own.add("host");
        }
        return own;
    }

    /** What is expected: what the user's keys say, and the standard for facts that they do not speak of. */
    List<Expectation> expectations(Fields fields) {
        List<Expectation> expected = new ArrayList<>();
        for (Key key : keys) {
            for (Located<String> value : texts(fields, key.key())) {
                expected.add(new Expectation(key.fact(), key.rule(), value.value()));
            }
        }
        for (Expectation usual : standard) {
            if (expected.stream().noneMatch(one -> one.fact().equals(usual.fact()))) {
                expected.add(usual);
            }
        }
        if (name.equals("docker") && fields.has("container") && !fields.has("state")) {
            expected.add(expect("state", Rule.IS, "running"));
        }
        return expected;
    }

    /** The words of a key; {@code true} and {@code false} as systemd has them. */
    private static List<Located<String>> texts(Fields fields, String key) {
        return fields.flag(key)
                .map(flag -> List.of(new Located<>(flag.value() ? "enabled" : "disabled", flag.place())))
                .orElseGet(() -> fields.words(key));
    }

    private static void add(String name, String subject, List<Key> keys, Expectation standard) {
        ALL.put(name, new ProbeKind(name, subject, true, keys, List.of(standard)));
    }

    private static Key key(String name, Rule rule) {
        return new Key(name, name, rule);
    }

    private static Expectation expect(String fact, Rule rule, String value) {
        return new Expectation(fact, rule, value);
    }
}
