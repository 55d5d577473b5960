package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PendingOption;
import phoenix.pve.api.PveClient;

/** Restarts and re-creation happen only after somebody agreed to them; without, nothing is touched. Each test leaves the fleet as it found it. */
@OnTheSimulatedLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentSimulatedIT {
    private final Site site;
    private final FleetFolder fleet;

    ConsentSimulatedIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
    }

    @BeforeAll
    void makeTheFleet() {
        removeTheFleet();
        converge().expect(0);
    }

    @AfterAll
    void removeTheFleet() {
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
    }

    @Test
    void a_running_guest_that_something_waits_for_is_restarted_only_with_consent() {
        try (PveClient client = site.client()) {
            client.send(LxcApi.setConfig(
                    "pve", FleetFolder.SERVER, Map.of("nameserver", "10.0.0.1"), List.of(), "the test's container"));
            assertThat(waiting(client)).containsExactly("nameserver");

            PhoenixCommand.Ended plan =
                    converge("--dry-run", "--detailed-exitcode").expect(2);
            PhoenixCommand.Ended refused = converge().expect(5);

            assertThat(plan.out())
                    .contains("pending: nameserver  [restart]  (waits for a restart since earlier)")
                    .contains("1 to change (1 restart)");
            assertThat(refused.err())
                    .contains("not restarted: 9001 (test-server): nobody was there to agree; nothing was touched")
                    .contains("add --allow-restart");
            assertThat(waiting(client)).containsExactly("nameserver");

            PhoenixCommand.Ended restarted =
                    converge("--allow-restart", "--detailed-exitcode").expect(2);

            assertThat(restarted.err()).contains("9001 (test-server): restart done");
            assertThat(waiting(client)).isEmpty();
            assertThat(converge("--detailed-exitcode").expect(0).out()).contains("Nothing to do");
        }
    }

    @Test
    void a_clone_of_an_older_template_is_marked_and_made_anew_only_with_consent() {
        fleet.write("features/marker/feature.sh", """
                #!/bin/sh
                # Another one than before.
                set -eu
                case $1 in
                  check) test -e /etc/marker ;;
                  apply) echo applied >>/etc/marker ;;
                esac
                """);

        PhoenixCommand.Ended plain = converge().expect(0);
        PhoenixCommand.Ended plan = converge("--dry-run").expect(0);
        PhoenixCommand.Ended refused = converge("--rebuild", "--yes").expect(5);

        assertThat(plain.out())
                .containsPattern("9000 \\(test-template\\) +changed")
                .containsPattern("9001 \\(test-server\\) +unchanged");
        assertThat(plan.out())
                .contains(
                        "stale: made from an older 9000@base-ready (changed: feature marker); --rebuild makes it anew")
                .contains("Plan: 0 to create, 0 to change, 0 to delete, 2 unchanged, 1 stale.");
        assertThat(refused.err())
                .contains("Guest 9001 (test-server) will be deleted and made anew")
                .contains("snapshot final-form")
                .contains("add --allow-recreate 9001");

        PhoenixCommand.Ended rebuilt =
                converge("--rebuild", "--allow-recreate", "9001").expect(0);

        assertThat(rebuilt.out())
                .containsPattern("9000 \\(test-template\\) +unchanged")
                .containsPattern("9001 \\(test-server\\) +recreated");
        assertThat(converge().expect(0).out()).contains("Nothing to do").doesNotContain("stale");
    }

    @Test
    void reconfigure_does_all_of_it_again_in_place() {
        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "9001", "--reconfigure").expect(0);

        assertThat(ended.out())
                .containsPattern("9000 \\(test-template\\) +unchanged")
                .containsPattern("9001 \\(test-server\\) +changed");
        assertThat(ended.err())
                .contains("feature marker done", "application serve.sh done", "health check done")
                .contains("remove snapshot final-form done", "snapshot final-form done");
        assertThat(converge().expect(0).out()).contains("Nothing to do");
    }

    @Test
    void the_plan_as_data_stands_alone_on_standard_output() {
        PhoenixCommand.Ended ended = converge("--dry-run", "--json").expect(0);

        assertThat(ended.out()).startsWith("{").endsWith("}").contains("\"unchanged\" : 2");
    }

    private PhoenixCommand.Ended converge(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--config", fleet.path(), "--all"));
        arguments.addAll(List.of(options));
        return site.phoenix(arguments.toArray(String[]::new));
    }

    private static List<String> waiting(PveClient client) {
        return client.send(LxcApi.pending("pve", FleetFolder.SERVER, "the test's container")).stream()
                .filter(PendingOption::needsRestart)
                .map(PendingOption::key)
                .toList();
    }
}
