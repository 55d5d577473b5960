package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs as root in guests and on nodes, and the examples that users begin with. */
class ShippedScriptsTest {
    private static final Path HOME = Path.of("..");

    @Test
    void shellcheck_has_nothing_to_say_of_features_examples_and_phoenix_s_own_scripts() throws Exception {
        List<String> argv =
                new ArrayList<>(List.of("shellcheck", "--shell=sh", "-x", "-P", "../features", "-e", "SC1091"));
        for (String folder :
                List.of("features", "examples", "orchestrator/src/main/resources", "pve/src/main/resources")) {
            scripts(HOME.resolve(folder)).forEach(script -> argv.add(script.toString()));
        }
        assertThat(argv).as("scripts").hasSizeGreaterThan(25);

        Process shellcheck;
        try {
            shellcheck = new ProcessBuilder(argv).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("shellcheck is not installed; it is a package of Debian's");
            return;
        }
        String said = new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEmpty();
        assertThat(shellcheck.waitFor()).isZero();
    }

    @Test
    void no_feature_pipes_what_it_downloads_to_a_shell_or_takes_the_latest_image() throws Exception {
        for (Path script : scripts(HOME.resolve("features"))) {
            assertThat(Files.readString(script))
                    .as(script.toString())
                    .doesNotContainPattern("(curl|wget)[^\\n]*\\|\\s*(ba)?sh\\b")
                    .doesNotContain(":latest")
                    .doesNotContain("apt-key");
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_has_no_problem(Path example) {
        Loaded loaded = ConfigLoader.load(example, FeatureFolders.of(example, HOME), Map.of());

        assertThat(loaded.problems())
                .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .isEmpty();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(HOME.resolve("examples"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<Path> scripts(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> file.toString().endsWith(".sh")).sorted().toList();
        }
    }
}
