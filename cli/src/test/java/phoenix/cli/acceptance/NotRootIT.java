package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who is not root: told what is missing, and served by a simulated lab. The command is installed where anyone can read it. */
class NotRootIT {
    private static final Path HOME = Path.of(System.getProperty("phoenix.home", ".."));
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private Path state = Path.of("");

    @BeforeEach
    void installForEverybody() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("only root can become somebody else")
                .isEqualTo("root");
        copy(HOME.resolve("cli/target/phoenix.jar"), folder.resolve("cli/target/phoenix.jar"));
        copy(HOME.resolve("cli/target/lib"), folder.resolve("cli/target/lib"));
        copy(HOME.resolve("features"), folder.resolve("features"));
        copy(HOME.resolve("examples"), folder.resolve("examples"));
        state = Files.createDirectories(folder.resolve("state"));
        run(List.of("chmod", "--recursive", "a+rX", folder.toString())).expect(0);
        run(List.of("chown", "nobody", state.toString())).expect(0);
    }

    @Test
    void without_a_node_it_is_said_what_is_missing_and_simulating_is_offered() {
        PhoenixCommand.Ended ended = asNobody(quickstart());

        assertThat(ended.expect(4).err())
                .startsWith(
                        "Error: no Proxmox node is named, and this machine cannot have a lab: a real lab needs root")
                .contains("\n  Try: set PROXMOX_VE_ENDPOINT for a real node, or add --simulate");
    }

    @Test
    void simulated_the_quickstart_is_made_and_every_screen_says_that_it_is_not_real() {
        PhoenixCommand.Ended first = asNobody(quickstart("--simulate")).expect(0);

        assertThat(first.err()).startsWith("On SIMULATED lab 'lab' (no guest is real):");
        assertThat(first.out())
                .contains("Recap of SIMULATED lab 'lab' (no guest is real):")
                .containsPattern("900 \\(Template-Base\\) +created")
                .containsPattern("953 \\(gateway\\) +created");
        assertThat(asNobody(quickstart("--simulate")).expect(0).out()).contains("Nothing to do");
        assertThat(asNobody("lab", "--simulate").expect(0).out())
                .startsWith("SIMULATED lab 'lab':")
                .contains("953  running  gateway");
        asNobody("--simulate", "lab", "down", "--purge").expect(0);
        assertThat(state.resolve("phoenix/simulated/lab")).doesNotExist();
    }

    @Test
    void a_folder_that_may_not_be_written_is_a_sentence_and_no_stack_trace() {
        state = Path.of("/nonexistent");

        PhoenixCommand.Ended ended = asNobody(quickstart("--simulate"));

        assertThat(ended.expect(1).err())
                .startsWith(
                        "Error: cannot make the simulated lab in /nonexistent/phoenix/simulated/lab: permission denied")
                .contains("\n  Try: run phoenix as the user whose it is")
                .contains("XDG_STATE_HOME")
                .doesNotContain("\tat ");
    }

    @Test
    void a_configuration_folder_that_may_not_be_read_is_told_as_such() throws IOException {
        Path secret = Files.createDirectory(
                folder.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        PhoenixCommand.Ended ended = asNobody("validate", "--config", secret.toString());

        assertThat(ended.expect(3).err())
                .startsWith(
                        "Error: the configuration folder " + secret + " cannot be read: permission denied\n  Try: ");
    }

    private String[] quickstart(String... options) {
        List<String> all = new ArrayList<>(
                List.of("--config", folder.resolve("examples/quickstart").toString(), "--all"));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private PhoenixCommand.Ended asNobody(String... arguments) {
        List<String> argv = new ArrayList<>(List.of(
                "setpriv",
                "--reuid",
                "nobody",
                "--regid",
                "nogroup",
                "--clear-groups",
                "java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dphoenix.home=" + folder,
                "-jar",
                folder.resolve("cli/target/phoenix.jar").toString()));
        argv.addAll(List.of(arguments));
        return run(argv);
    }

    private PhoenixCommand.Ended run(List<String> argv) {
        return OtherProgram.run(
                Map.of("XDG_STATE_HOME", state.toString(), "HOME", "/nonexistent", "PHOENIX_LOG_DIR", ""),
                LIMIT,
                argv,
                "");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
                }
            }
        }
    }
}
