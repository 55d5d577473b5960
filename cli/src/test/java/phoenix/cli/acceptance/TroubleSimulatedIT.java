package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Guests that fail, on a simulated lab, where it is written down beforehand what a command in a guest shall answer. */
@ExtendWith(TestLab.Simulated.class)
class TroubleSimulatedIT {
    private static final Pattern LOG = Pattern.compile("\n {2}Log: (.+)");

    private final Site site;
    private final FleetFolder fleet;

    TroubleSimulatedIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
    }

    @Test
    void a_script_that_fails_blocks_what_needs_its_guest_and_is_shown_with_its_log() throws IOException {
        try {
            whenGuestRuns(9000, "17 feature.sh => no space left on device");

            PhoenixCommand.Ended ended =
                    site.phoenix("--config", fleet.path(), "--all").expect(1);

            assertThat(ended.err())
                    .contains(
                            "Error: cannot apply feature marker to container 9000 (test-template): the script ended with"
                                    + " exit code 17\n  Try: its whole output is in ")
                    .contains("      | no space left on device")
                    .contains("9001 (test-server) was not finished because of 9000/feature marker");
            assertThat(ended.out())
                    .containsPattern("9000 \\(test-template\\) +failed")
                    .containsPattern("9001 \\(test-server\\) +blocked")
                    .contains("what is done stays done, and the same command goes on from here");
            Matcher log = LOG.matcher(ended.err());
            assertThat(log.find()).isTrue();
            assertThat(Path.of(log.group(1))).content().contains("no space left on device");
        } finally {
            forget(9000);
        }
    }

    @Test
    void a_health_check_that_hangs_is_a_red_one() throws IOException {
        try {
            fleet.edit(text -> text.replace("\"retries\": 3", "\"retries\": 0"));
            whenGuestRuns(9001, "hang /tmp/ill");

            PhoenixCommand.Ended ended =
                    site.phoenix("--config", fleet.path(), "--all").expect(1);

            assertThat(ended.err())
                    .contains("Error: gave up waiting: container 9001 (test-server) is not healthy: ")
                    .contains(" did not end within 10 s\n  Try: look inside with: pct enter 9001");
            assertThat(ended.out())
                    .containsPattern("9000 \\(test-template\\) +created")
                    .containsPattern("9001 \\(test-server\\) +failed");
        } finally {
            forget(9001);
        }
    }

    /** Writes outcomes for commands in a guest that hold a text: {@code <exit code>|hang <text> => <output>}. */
    private void whenGuestRuns(int guest, String... rules) throws IOException {
        Files.createDirectories(rules(guest).getParent());
        Files.write(rules(guest), List.of(rules));
    }

    private void forget(int guest) throws IOException {
        Files.deleteIfExists(rules(guest));
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
    }

    private Path rules(int guest) {
        String state = site.commandEnvironment().getOrDefault("XDG_STATE_HOME", "");
        return Path.of(state, "phoenix/simulated/lab/node/commands", Integer.toString(guest));
    }
}
