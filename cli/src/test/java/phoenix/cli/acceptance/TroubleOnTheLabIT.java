package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that fail or hang, health that stays away, Ctrl-C, full disks, a storage that goes offline: on real containers. */
@OnTheRealLab
class TroubleOnTheLabIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern LOG = Pattern.compile("\n {2}Log: (.+)");

    private static final String WAITING_FEATURE = """
            #!/bin/sh
            set -eu
            [ "$1" = apply ] || exec test -e /var/log/applied
            echo begun
            until test -e /srv/go; do sleep 0.1; done
            echo once >>/var/log/applied
            """;

    private final Site site;

    @TempDir
    private Path folder;

    TroubleOnTheLabIT(Site site) {
        this.site = site;
    }

    @Test
    void a_script_that_fails_is_shown_with_its_last_20_lines_its_exit_code_and_its_log() {
        try (OneContainer container = new OneContainer(site, folder, 9020)) {
            container.application("for i in $(seq 1 30); do echo \"line $i\"; done", "echo 'no room' >&2", "exit 7");

            PhoenixCommand.Ended ended = container.converge().expect(1);

            assertThat(ended.err())
                    .contains(
                            "Error: cannot run the application script of container 9020 (trouble-9020): the script ended"
                                    + " with exit code 7\n  Try: its whole output is in ")
                    .contains("      | line 12\n", "      | line 30\n      | no room\n")
                    .doesNotContain("| line 11\n");
            assertThat(logOf(ended))
                    .content()
                    .contains("line 1\n")
                    .contains("line 11\n")
                    .contains("no room");
            assertThat(container.snapshots()).containsExactly("pre-configured");
            assertThat(container.inside("find", "/tmp", "-name", "phoenix.*")).isEmpty();
        }
    }

    @Test
    void a_script_that_hangs_is_ended_inside_the_guest_and_it_is_said_so() {
        try (OneContainer container = new OneContainer(site, folder, 9021)) {
            container.application("echo waiting for nothing", "sleep 611");

            assertTimedOut(container.converge());

            assertThat(container.inside("pgrep", "--full", "sleep 611")).isEmpty();
            assertThat(container.snapshots()).containsExactly("pre-configured");

            container.application("trap '' TERM", "echo waiting for nothing, stubbornly", "sleep 612");

            assertTimedOut(container.converge());

            assertThat(container.inside("pgrep", "--full", "sleep 612")).isEmpty();
            assertThat(container.inside("find", "/tmp", "-name", "phoenix.*")).isEmpty();
        }
    }

    private static void assertTimedOut(PhoenixCommand.Ended ended) {
        assertThat(ended.expect(1).err())
                .contains(
                        "Error: cannot run the application script of container 9021 (trouble-9021): the script was still"
                                + " running after 6 s and was ended\n  Try: see what it was waiting for in ")
                .contains("; allow more with script_timeout_seconds\n      | waiting for nothing");
        assertThat(logOf(ended)).content().contains("waiting for nothing");
    }

    @Test
    void a_guest_that_stays_ill_gets_no_final_form_and_once_it_is_well_the_next_run_goes_on() {
        try (OneContainer container = new OneContainer(site, folder, 9022)) {
            container.application("true").health("test -e /srv/well || { echo no pulse; exit 4; }");

            PhoenixCommand.Ended ill = container.converge().expect(1);

            assertThat(ill.err())
                    .contains("Error: gave up waiting: container 9022 (trouble-9022) is not healthy: ")
                    .contains(" ended with 4: no pulse\n  Try: look inside with: pct enter 9022");
            assertThat(container.snapshots()).containsExactly("pre-configured");

            container.inside("touch", "/srv/well");
            PhoenixCommand.Ended well = container.converge().expect(0);

            assertThat(well.err()).contains("health check done").doesNotContain("application application.sh");
            assertThat(container.snapshots()).containsExactly("final-form", "pre-configured");
            assertThat(container.runs()).isEqualTo(1);
        }
    }

    @Test
    void ctrl_c_at_a_terminal_lets_the_running_script_finish_and_the_next_run_goes_on() {
        try (OneContainer container = new OneContainer(site, folder, 9023)) {
            container.application("echo begun", "sleep 3", "echo finished >/srv/finished");

            try (TerminalWindow window =
                    TerminalWindow.open(folder, site.commandEnvironment(), container.commandLine("--verbose"))) {
                window.awaitText("| begun", LIMIT);
                window.press("C-c");

                assertThat(window.exitCode(LIMIT)).as(window.text()).isEqualTo(130);
                assertThat(window.text())
                        .contains(
                                "Ctrl-C: nothing new is begun. What runs is finished first; press it again to end at once:")
                        .contains("application application.sh done")
                        .contains("the same command goes on from here")
                        .doesNotContain("health check");
            }
            assertThat(container.inside("cat", "/srv/finished")).isEqualTo("finished");
            assertThat(container.snapshots()).containsExactly("pre-configured");

            container.converge().expect(0);

            assertThat(container.runs()).isEqualTo(1);
            assertThat(container.snapshots()).containsExactly("final-form", "pre-configured");
        }
    }

    @Test
    void a_second_ctrl_c_ends_the_command_at_once_and_the_next_run_converges() {
        try (OneContainer container = new OneContainer(site, folder, 9024)) {
            container.application("echo begun", "sleep 4");

            try (PhoenixCommand command =
                    PhoenixCommand.start(site.commandEnvironment(), container.commandLine("--verbose"))) {
                command.awaitLine("| begun", LIMIT);
                command.signal("INT");
                command.awaitLine("press it again to end at once", LIMIT);
                command.signal("INT");

                PhoenixCommand.Ended ended = command.end(Duration.ofSeconds(3)).expect(130);
                assertThat(ended.err()).doesNotContain("application application.sh done");
            }
            container.converge().expect(0);

            assertThat(container.snapshots()).containsExactly("final-form", "pre-configured");
            assertThat(container.inside("pgrep", "--full", "application.sh")).isEmpty();
        }
    }

    @Test
    void a_full_node_and_a_full_guest_are_told_with_what_to_do_and_once_there_is_room_the_next_run_goes_on() {
        try (OneContainer container = new OneContainer(site, folder, 9025)) {
            container.application("true");
            try (FullDisk disk = FullDisk.ofTheNode(site)) {
                assertNoRoom(container.converge(), "cannot create container 9025 (trouble-9025)", disk);
            }
            container.converge().expect(0);

            container.application("echo changed");
            try (FullDisk disk = FullDisk.ofTheGuest(site, 9025)) {
                assertNoRoom(
                        container.converge(),
                        "cannot run the application script of container 9025 (trouble-9025)",
                        disk);
            }
            assertThat(container.runs()).isEqualTo(1);

            container.converge().expect(0);

            assertThat(container.runs()).isEqualTo(2);
            assertThat(container.snapshots()).containsExactly("final-form", "pre-configured");
        }
    }

    private static void assertNoRoom(PhoenixCommand.Ended ended, String what, FullDisk disk) {
        assertThat(ended.expect(1).err())
                .containsPattern(
                        "Error: " + Pattern.quote(what) + ": .*(?i:no space left on device|disk quota exceeded)")
                .containsPattern("\n  Try: .*room.*run the same command again")
                .doesNotContain("Exception");
        assertThat(disk.isFull()).isTrue();
    }

    @Test
    void a_storage_that_goes_offline_in_the_middle_is_named_and_once_it_is_back_the_next_run_goes_on() {
        FleetFolder fleet = FleetFolder.in(folder, site);
        fleet.write("features/marker/feature.sh", WAITING_FEATURE);
        try {
            PhoenixCommand.Ended ended = convergeWhileTheStorageGoesOffline(fleet);

            assertThat(ended.expect(1).err())
                    .contains("storage '" + site.storage() + "' is disabled\n  Try: enable it, or use another");
            assertThat(ended.out())
                    .as("Proxmox takes no snapshot on a storage that is switched off")
                    .containsPattern("9000 .test-template. +failed")
                    .containsPattern("9001 .test-server. +blocked");

            site.phoenix("--config", fleet.path(), "--all").expect(0);

            assertThat(site.inGuest(9001, "cat", "/var/log/applied")).isEqualTo("once");
        } finally {
            site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
        }
    }

    private PhoenixCommand.Ended convergeWhileTheStorageGoesOffline(FleetFolder fleet) {
        String[] words = site.commandLine("--config", fleet.path(), "--all", "--verbose");
        try (PhoenixCommand command = PhoenixCommand.start(site.commandEnvironment(), words)) {
            command.awaitLine("| begun", LIMIT);
            disableStorage(true);
            site.inGuest(9000, "touch", "/srv/go");
            return command.end(LIMIT);
        } finally {
            disableStorage(false);
        }
    }

    private void disableStorage(boolean disable) {
        assertThat(site.onNode("pvesh", "set", "/storage/" + site.storage(), "--disable", disable ? "1" : "0"))
                .contains(site.storage());
    }

    private static Path logOf(PhoenixCommand.Ended ended) {
        Matcher log = LOG.matcher(ended.err());
        assertThat(log.find()).as(ended.err()).isTrue();
        return Path.of(log.group(1));
    }
}
