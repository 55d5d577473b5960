package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees of a run who sits at a terminal, and what stands there afterwards. */
@OnTheSimulatedLab
class LiveViewIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int ID = 9042;

    private final Site site;

    @TempDir
    private Path folder;

    LiveViewIT(Site site) {
        this.site = site;
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(rules().getParent());
    }

    @AfterEach
    void forget() throws IOException {
        Files.deleteIfExists(rules());
    }

    @Test
    void each_guest_has_a_line_that_follows_the_window_s_size_and_the_second_ctrl_c_ends_at_once() throws IOException {
        Files.writeString(rules(), "hang application.sh\n");
        try (OneContainer container = new OneContainer(site, folder, ID).application("true");
                TerminalWindow window = open(container, Map.of("NO_COLOR", ""))) {
            window.awaitText("application application.sh", LIMIT);
            assertThat(window.screen()).anyMatch(line -> line.matches(" {2}9042 \\(trouble-9042\\) \\[#+\\.+] .*"));
            assertThat(window.screen()).anyMatch(line -> line.matches(" {2}1 at work.* l: logs +Ctrl-C: stop"));
            assertThat(window.colouredScreen()).contains("\u001b[");

            window.press("l");
            window.awaitText("l: hide logs", LIMIT);
            window.resize(50, 14);
            Awaitility.await("a line without a bar")
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(line(window)).hasSizeLessThan(50).doesNotContain("["));
            window.resize(120, 40);
            Awaitility.await("a line with a bar")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(line(window)).contains("[#"));

            window.press("C-c");
            window.awaitText("What runs is finished first; press it again to end at once:", LIMIT);
            window.press("C-c");
            assertThat(window.exitCode(Duration.ofSeconds(10))).isEqualTo(130);
            assertThat(window.text())
                    .contains(
                            "Ended at once. On the node this may go on:\n  9042 (trouble-9042): application application.sh\n"
                                    + "The same command goes on from here; it finds what still runs and waits for it.");
            assertThat(window.screen()).as("the lines of the run are gone").noneMatch(line -> line.contains("at work"));
        }
    }

    @Test
    void the_first_ctrl_c_lets_end_what_runs_and_nothing_is_coloured_that_must_not_be() throws IOException {
        Files.writeString(rules(), "hang /tmp/ill\n"); // for the ten seconds of a health check
        try (OneContainer container = new OneContainer(site, folder, ID)
                        .health("test ! -e /tmp/ill")
                        .application("true");
                TerminalWindow window = open(container, Map.of("NO_COLOR", "1"))) {
            window.awaitText("health check", LIMIT);
            assertThat(window.colouredScreen()).doesNotContain("\u001b[");

            window.press("C-c");

            window.awaitText("press it again to end at once:\n  9042 (trouble-9042): health check", LIMIT);
            assertThat(window.exitCode(LIMIT)).isEqualTo(1);
            assertThat(window.text())
                    .contains("Error: gave up waiting: container 9042 (trouble-9042) is not healthy")
                    .containsPattern("9042 \\(trouble-9042\\) +failed")
                    .contains("the same command goes on from here");
            assertThat(window.screen()).noneMatch(line -> line.contains("at work"));
        }
    }

    @Test
    void what_is_redirected_gets_a_line_for_each_event_and_nothing_that_only_a_terminal_understands()
            throws IOException {
        Path told = folder.resolve("told");
        try (OneContainer container = new OneContainer(site, folder, ID).application("true");
                TerminalWindow window =
                        TerminalWindow.open(folder, site.commandEnvironment(), told, container.commandLine())) {
            assertThat(window.exitCode(LIMIT)).isZero();

            List<String> lines = Files.readAllLines(told);
            assertThat(lines)
                    .contains("  9042 (trouble-9042): application application.sh ...")
                    .anyMatch(line -> line.startsWith("  9042 (trouble-9042): application application.sh done ("))
                    .noneMatch(line -> line.contains("\u001b"));
            assertThat(window.text())
                    .containsPattern("9042 \\(trouble-9042\\) +created")
                    .doesNotContain("...");
        }
    }

    private static String line(TerminalWindow window) {
        return window.screen().stream()
                .filter(line -> line.contains("9042 (trouble"))
                .findFirst()
                .orElse("[none]");
    }

    private TerminalWindow open(OneContainer container, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(site.commandEnvironment());
        environment.putAll(more);
        return TerminalWindow.open(folder, environment, container.commandLine());
    }

    private Path rules() {
        String state = site.commandEnvironment().getOrDefault("XDG_STATE_HOME", "");
        return Path.of(state, "phoenix/simulated/lab/node/commands", Integer.toString(ID));
    }
}
