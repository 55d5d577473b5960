package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.PveClient;

/** {@code --test}, {@code --smoke-test} and {@code --with-tests}. */
@OnTheSimulatedLab
class SuitesSimulatedIT {
    private static final String SUITES = """
            "tests": {
              "health_checks": [{"name": "the page is there", "type": "file", "path": "/srv/page.txt"}],
              "deep": [
                {"name": "nginx", "type": "systemd", "unit": "nginx"},
                {"name": "a script", "type": "script", "path": "ok.sh"},
                {"name": "a user", "type": "user", "user": "www-data"}
              ]
            },
            "health_check": {""";

    private final Site site;

    @TempDir
    private Path folder;

    SuitesSimulatedIT(Site site) {
        this.site = site;
    }

    private FleetFolder fleet;

    @BeforeEach
    void declareSuites() {
        fleet = FleetFolder.in(folder, site);
        fleet.edit(text -> text.replace("\"health_check\": {", SUITES));
        fleet.write("tests/ok.sh", "#!/bin/sh\nexit 0\n");
    }

    /** Other tests on the same node begin without them. */
    @AfterEach
    void removeGuests() {
        GuestAnswers.forget(site, 9001);
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
    }

    @Test
    void health_checks_run_after_provisioning_and_before_the_last_snapshot_and_the_rest_when_asked() {
        PhoenixCommand.Ended first =
                site.phoenix("--config", fleet.path(), "--all").expect(0);

        assertThat(first.err())
                .containsSubsequence(
                        "health check done", "health_checks: the page is there done", "snapshot final-form")
                .doesNotContain("deep:");
        assertThat(site.phoenix("--config", fleet.path(), "--all").expect(0).out())
                .contains("Nothing to do");
        assertThat(site.phoenix("--config", fleet.path(), "--with-tests", "9001")
                        .expect(0)
                        .err())
                .contains("deep: nginx done", "deep: a script done", "health_checks: the page is there done");
    }

    @Test
    void one_suite_is_run_and_a_failing_test_does_not_stop_the_others() {
        site.phoenix("--config", fleet.path(), "--all").expect(0);

        PhoenixCommand.Ended well =
                site.phoenix("--config", fleet.path(), "--test", "deep", "9001").expect(0);
        assertThat(well.out()).contains("passed").contains("All tests passed: 4");

        PhoenixCommand.Ended all =
                site.phoenix("--config", fleet.path(), "--test", "deep").expect(0);
        assertThat(all.out()).contains("9001 (test-server)").doesNotContain("9000");

        assertThat(site.phoenix("--config", fleet.path(), "--test", "features", "9000")
                        .expect(0)
                        .out())
                .contains("note: a template is kept stopped", "No test was run (");
        site.phoenix("--config", fleet.path(), "--test", "none").expect(64);
        site.phoenix("--config", fleet.path(), "--test", "deep", "--delete", "9001")
                .expect(64);
    }

    @Test
    void a_test_that_fails_tells_since_when_and_the_way_back() {
        site.phoenix("--config", fleet.path(), "--all").expect(0);
        site.phoenix("--config", fleet.path(), "--test", "deep", "9001").expect(0);
        GuestAnswers.write(site, 9001, "1 ok.sh => the page is empty");

        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "--test", "deep", "9001").expect(1);

        assertThat(ended.err())
                .containsPattern("\\| regressed since: [0-9-]+ [0-9:]+ UTC, when suite 'deep' was green")
                .contains("or go back to when all was well: phoenix --rollback 9001 final-form");
        assertThat(site.phoenix("--config", fleet.path(), "--all").expect(0).out())
                .contains("Nothing to do");
    }

    @Test
    void a_guest_that_is_not_there_fails_its_suite_and_is_told_how_to_be_made() {
        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "--test", "deep", "9001").expect(1);

        assertThat(ended.err())
                .contains("it is absent")
                .contains("expected: running")
                .contains("Try: bring it up with: phoenix 9001");
        assertThat(ended.out()).contains("0 of 4 tests passed");
    }

    @Test
    void the_smoke_test_sees_whether_guests_run_and_changes_nothing() {
        assertThat(site.phoenix("--config", fleet.path(), "--smoke-test", "9001")
                        .expect(1)
                        .err())
                .contains("it is absent");
        site.phoenix("--config", fleet.path(), "--all").expect(0);

        PhoenixCommand.Ended ended = site.phoenix("--config", fleet.path(), "--smoke-test", "9000", "9001")
                .expect(0);

        assertThat(ended.out()).contains("All tests passed: 3");
        assertThat(ended.err()).contains("rests as a template done", "health check health_check done");
        assertThat(site.phoenix("--config", fleet.path(), "--dry-run", "--smoke-test")
                        .expect(0)
                        .out())
                .contains("tests; nothing is changed.");
    }

    @Test
    void the_node_is_tested_for_what_the_file_declares_of_it() {
        fleet.write("phoenix_hypervisor_config.json", """
                {"version": "2.0.0", "storages": [
                  {"id": "local", "type": "dir", "content": ["vztmpl"], "options": {"path": "/var/lib/vz"}},
                  {"id": "elsewhere", "type": "dir", "content": ["backup"], "options": {"path": "/srv/elsewhere"}}
                ]}
                """);

        PhoenixCommand.Ended ended = site.phoenix("--config", fleet.path(), "--test", "declared", "host")
                .expect(1);

        assertThat(ended.err())
                .contains("storage local done", "came back: there is no such storage")
                .contains("Try: see pvesm status on the node");
        assertThat(site.phoenix("--config", fleet.path(), "--smoke-test", "host")
                        .expect(1)
                        .out())
                .containsPattern("node pve +failed");
    }

    private void declareStorages(String... names) {
        String each =
                "{\"id\": \"%s\", \"type\": \"dir\", \"content\": [\"vztmpl\"], \"options\": {\"path\": \"/var/lib/vz\"}}";
        fleet.write(
                "phoenix_hypervisor_config.json",
                "{\"version\": \"2.0.0\", \"storages\": ["
                        + String.join(
                                ", ", Stream.of(names).map(each::formatted).toList()) + "]}");
    }

    private static String notes(PveClient client) {
        return client.send(NodeApi.notes("pve")).description();
    }

    @Test
    void what_was_green_of_the_node_stands_in_its_notes_below_what_people_wrote_and_a_failure_tells_since_when() {
        String people = "    Rack 4\n\nAsk **Eve**: 100 %";
        declareStorages("local");
        try (PveClient client = site.client()) {
            client.send(NodeApi.setNotes("pve", people, ""));

            PhoenixCommand.Ended well = site.phoenix("--config", fleet.path(), "--test", "declared", "host")
                    .expect(0);

            assertThat(well.out()).contains("All tests passed: 1").doesNotContain("Note:");
            String noted = notes(client);
            assertThat(noted).startsWith(people + "\n<!-- phoenix-tests {").contains("\"node\":\"pve\"");
            assertThat(noted.lines()).hasSize(4);

            declareStorages("local", "elsewhere");
            PhoenixCommand.Ended ill = site.phoenix("--config", fleet.path(), "--test", "declared", "host")
                    .expect(1);

            assertThat(ill.err())
                    .containsPattern("\\| regressed since: [0-9-]+ [0-9:]+ UTC, when suite 'declared' was green")
                    .doesNotContain("--rollback");
            assertThat(site.phoenix("--config", fleet.path(), "--smoke-test", "host")
                            .expect(1)
                            .err())
                    .contains("| regressed since: ");
            assertThat(notes(client)).isEqualTo(noted);
        } finally {
            try (PveClient client = site.client()) {
                client.send(NodeApi.setNotes("pve", "", ""));
            }
        }
    }
}
