package phoenix.orchestrator.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Suite;

/**
 * Reads {@code tests}: suites by name, each a list of tests, or an object with {@code run_after} and {@code tests}. The suite
 * {@code health_checks} runs after provisioning unless it says otherwise.
 */
final class SuiteReader {
    private static final String HEALTH_CHECKS = "health_checks";
    private static final Duration SCRIPT_LIMIT = Duration.ofMinutes(5);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
    private static final int INTERVAL_SECONDS = 2;

    private final Path folder;

    /** @param folder scripts are looked for in its {@code tests}, then in itself */
    SuiteReader(Path folder) {
        this.folder = folder;
    }

    /**
     * The suites of a guest or of the node.
     *
     * @param address the owner's own; null if it has no fixed one
     */
    List<Suite> read(Fields owner, @Nullable String address) {
        List<Suite> suites = new ArrayList<>();
        owner.inner("tests")
                .ifPresent(all -> all.object().members().forEach((name, member) -> {
                    if (!Keys.isComment(name) && !Keys.isNothing(member.value())) {
                        suites.add(suite(all, name, address));
                    }
                }));
        return suites;
    }

    private Suite suite(Fields all, String name, @Nullable String address) {
        boolean after = all.inner(name)
                .flatMap(fields -> fields.word("run_after"))
                .map(word -> word.value().equals("provision"))
                .orElse(name.equals(HEALTH_CHECKS));
        List<Suite.Test> tests = new ArrayList<>();
        for (Fields test : tests(all, name)) {
            test(test, address).ifPresent(tests::add);
        }
        return new Suite(name, after, tests);
    }

    /** The tests of a suite in either form. */
    static List<Fields> tests(Fields all, String suite) {
        return all.inner(suite).map(form -> form.objects("tests")).orElseGet(() -> all.objects(suite));
    }

    /** One test; empty if it is wrong, which is reported. */
    Optional<Suite.Test> test(Fields fields, @Nullable String address) {
        String name = fields.word("name").map(Located::value).orElse("test");
        String type = fields.word("type").map(Located::value).orElse("");
        Optional<Suite.Work> work = type.equals("script")
                ? script(fields)
                : ProbeKind.named(type)
                        .flatMap(kind -> ProbeReader.read(fields, kind, address))
                        .map(Suite.Work.Ask::new);
        Duration limit = type.equals("script") ? SCRIPT_LIMIT : PROBE_LIMIT;
        return work.map(what -> new Suite.Test(
                name,
                what,
                seconds(fields, "timeout_seconds").orElse(limit),
                seconds(fields, "within_seconds").orElse(Duration.ZERO),
                seconds(fields, "interval").orElse(Duration.ofSeconds(INTERVAL_SECONDS))));
    }

    private Optional<Suite.Work> script(Fields fields) {
        fields.require("path", "the script of the test, such as \"path\": \"web/page.sh\"");
        return fields.word("path")
                .flatMap(path -> find(path.value()))
                .map(file -> new Suite.Work.Script(
                        file,
                        fields.words("arguments").stream().map(Located::value).toList()));
    }

    /** Empty if it is not there: a check of its own reports that. */
    private Optional<Path> find(String path) {
        try {
            return List.of(folder.resolve("tests").resolve(path), folder.resolve(path)).stream()
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> seconds(Fields fields, String key) {
        return fields.whole(key).map(number -> Duration.ofSeconds(number.value()));
    }
}
