package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Snapshot;

/** Rollbacks happen only after somebody agreed to what is lost, and the next run goes on from there. Each test leaves the fleet as it found it. */
@OnTheSimulatedLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollbackSimulatedIT {
    private final Site site;
    private final FleetFolder fleet;

    RollbackSimulatedIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
    }

    @BeforeAll
    void makeTheFleet() {
        removeTheFleet();
        phoenix("--all").expect(0);
    }

    @AfterAll
    void removeTheFleet() {
        site.phoenix("--delete", "9001", "9000", "--yes").expect(0);
    }

    @Test
    void a_rollback_behind_the_newest_snapshot_needs_consent_for_it_and_for_the_newer_ones() {
        PhoenixCommand.Ended plan = phoenix("--rollback", "9001", "pre-configured", "--dry-run", "-v")
                .expect(0);
        PhoenixCommand.Ended refused =
                phoenix("--rollback", "9001", "pre-configured", "--yes").expect(5);

        assertThat(plan.out())
                .contains("snapshot: final-form -> (removed)  [data loss]")
                .contains("/lxc/9001/snapshot/pre-configured/rollback");
        assertThat(refused.err())
                .contains("final-form", "newer, and its storage only goes back to the newest")
                .contains("add --delete-newer final-form");
        assertThat(snapshots()).containsExactlyInAnyOrder("pre-configured", "final-form");

        PhoenixCommand.Ended done = phoenix(
                        "--rollback", "9001", "pre-configured", "--yes", "--delete-newer", "final-form")
                .expect(0);

        assertThat(done.err()).contains("roll back to pre-configured done", "start done");
        assertThat(snapshots()).containsExactly("pre-configured");
        PhoenixCommand.Ended next = phoenix("--all").expect(0);
        assertThat(next.err()).contains("application serve.sh done", "snapshot final-form done");
        assertThat(next.err()).doesNotContain("snapshot pre-configured");
        assertThat(phoenix("--all").expect(0).out()).contains("Nothing to do");
    }

    @Test
    void a_rollback_to_the_state_that_a_guest_is_in_is_done_all_the_same() {
        PhoenixCommand.Ended done =
                phoenix("--rollback", "9001", "final-form", "--yes").expect(0);

        assertThat(done.err()).contains("roll back to final-form done");
        assertThat(phoenix("--all").expect(0).out()).contains("Nothing to do");
    }

    @Test
    void reconfigure_from_a_snapshot_goes_back_first() {
        phoenix("9001", "--reconfigure", "--from", "pre-configured", "--yes").expect(5);
        assertThat(snapshots()).containsExactlyInAnyOrder("pre-configured", "final-form");

        PhoenixCommand.Ended done = phoenix(
                        "9001", "--reconfigure", "--from", "pre-configured", "--yes", "--delete-newer", "final-form")
                .expect(0);

        assertThat(done.err())
                .contains("roll back to pre-configured done", "application serve.sh done", "health check done");
        assertThat(snapshots()).containsExactlyInAnyOrder("pre-configured", "final-form");
        assertThat(phoenix("--all").expect(0).out()).contains("Nothing to do");
        assertThat(phoenix("9001", "--from", "pre-configured").expect(64).err()).contains("--from goes with");
    }

    private List<String> snapshots() {
        try (PveClient client = site.client()) {
            return client.send(LxcApi.snapshots("pve", FleetFolder.SERVER, "the test's container")).stream()
                    .map(Snapshot::name)
                    .toList();
        }
    }

    private PhoenixCommand.Ended phoenix(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--config", fleet.path()));
        all.addAll(List.of(arguments));
        return site.phoenix(all.toArray(String[]::new));
    }
}
