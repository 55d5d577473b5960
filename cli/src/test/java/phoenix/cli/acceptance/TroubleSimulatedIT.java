package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests that fail, or are likely to, on a simulated lab, where it is written down beforehand what a command in a guest shall answer. */
@OnTheSimulatedLab
class TroubleSimulatedIT {
    private static final Pattern LOG = Pattern.compile("\n {2}Log: (.+)");

    private final Site site;
    private final FleetFolder fleet;

    TroubleSimulatedIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
    }

    @Test
    void a_script_that_fails_blocks_what_needs_its_guest_and_is_shown_with_its_log() {
        try {
            GuestAnswers.write(site, 9000, "17 feature.sh => no space left on device");

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
    void a_health_check_that_hangs_is_a_red_one() {
        try {
            fleet.edit(text -> text.replace("\"retries\": 3", "\"retries\": 0"));
            GuestAnswers.write(site, 9001, "hang /tmp/ill");

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

    @Test
    void that_nothing_will_reach_a_guest_is_said_before_the_first_step() {
        fleet.edit(text -> text.replace(site.network() + ".", "192.0.2."));
        try {
            PhoenixCommand.Ended ended =
                    site.phoenix("--config", fleet.path(), "--all").expect(0);

            assertThat(ended.err())
                    .containsSubsequence(
                            "Note: 9000 (test-template): the addresses of 9000, 9001 are outside every network that the node has on vmbr0",
                            "9000 (test-template): create from");
            assertThat(ended.out()).contains("      note: the addresses of 9000, 9001 are outside");
        } finally {
            forget(9001);
        }
    }

    private void forget(int guest) {
        GuestAnswers.forget(site, guest);
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
    }
}
