package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions are asked where somebody sits at a terminal, and the answers count. */
@OnTheSimulatedLab
class TerminalIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Site site;

    @TempDir
    private Path folder;

    TerminalIT(Site site) {
        this.site = site;
    }

    @Test
    void a_guest_is_deleted_only_when_its_very_name_is_typed() {
        try (OneContainer container = new OneContainer(site, folder, 9041)) {
            container.application("true").converge().expect(0);

            try (TerminalWindow wrong = deletion()) {
                wrong.awaitText("Type trouble-9041 to delete it:", LIMIT);
                assertThat(wrong.text())
                        .contains("Guest 9041 (trouble-9041) will be deleted, with:")
                        .contains("snapshot final-form");
                wrong.type("trouble-9042");
                assertThat(wrong.exitCode(LIMIT)).isEqualTo(5);
                assertThat(wrong.text())
                        .contains("Error: guest 9041 (trouble-9041) is not deleted: the answer was not its name")
                        .contains("Try: run it again and type trouble-9041");
            }
            assertThat(container.snapshots()).contains("final-form");

            try (TerminalWindow right = deletion()) {
                right.awaitText("Type trouble-9041 to delete it:", LIMIT);
                right.type("trouble-9041");
                assertThat(right.exitCode(LIMIT)).isZero();
                assertThat(right.text()).containsPattern("9041 \\(trouble-9041\\) +deleted");
            }
            assertThat(site.phoenix("--delete", "9041", "--yes").expect(0).out())
                    .contains("is not there; nothing to delete");
        }
    }

    @Test
    void who_ends_the_input_instead_of_an_answer_is_told_on_a_line_of_its_own() {
        try (OneContainer container = new OneContainer(site, folder, 9041)) {
            container.application("true").converge().expect(0);

            try (TerminalWindow ended = deletion()) {
                ended.awaitText("Type trouble-9041 to delete it:", LIMIT);
                ended.press("C-d");
                assertThat(ended.exitCode(LIMIT)).isEqualTo(5);
                assertThat(ended.text()).contains("\nError: guest 9041 (trouble-9041) is not deleted");
            }
        }
    }

    private TerminalWindow deletion() {
        return TerminalWindow.open(folder, site.commandEnvironment(), site.commandLine("--delete", "9041"));
    }
}
