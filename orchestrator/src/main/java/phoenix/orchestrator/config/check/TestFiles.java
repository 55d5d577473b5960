package phoenix.orchestrator.config.check;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import phoenix.orchestrator.config.Located;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.config.ScriptStart;
import phoenix.orchestrator.config.Shortened;

/** Reports files that test suites name and that do not exist or cannot run. They are looked for in {@code tests/} of the folder, then in the folder. */
final class TestFiles {
    private static final String FOLDER = "tests";

    private final Path folder;
    private final Problems problems;
    private final Map<String, Optional<Path>> known = new HashMap<>();

    TestFiles(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    void check(List<Located<String>> files) {
        for (Located<String> file : files) {
            Optional<Path> found = known.computeIfAbsent(file.value(), this::find);
            found.ifPresent(script -> ScriptStart.check(script, "the test", file.place(), problems));
            if (found.isEmpty()) {
                problems.error(
                        file.place(),
                        "the test '" + Shortened.of(file.value()) + "' does not exist",
                        "put the file at " + folder.resolve(FOLDER) + "/" + Shortened.of(file.value())
                                + ", or correct the path");
            }
        }
    }

    private Optional<Path> find(String name) {
        try {
            return Stream.of(folder.resolve(FOLDER).resolve(name), folder.resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
