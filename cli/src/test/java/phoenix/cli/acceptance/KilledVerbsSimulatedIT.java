package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.VmId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Snapshot;

/**
 * What is done to guests that are there, its process killed (SIGKILL) as each step begins, and then again: rollback, reconfiguration,
 * deletion.
 */
@OnTheSimulatedLab
class KilledVerbsSimulatedIT {
    private final Site site;
    private final FleetFolder fleet;

    KilledVerbsSimulatedIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.fleet = FleetFolder.in(folder, site);
    }

    @Test
    void rollback_reconfiguration_and_deletion_that_are_killed_are_ended_by_the_same_command_again() {
        phoenix("--all").expect(0);

        killed("--rollback", "9001", "pre-configured", "--yes", "--delete-newer", "final-form");
        assertThat(snapshots()).containsExactly("pre-configured");
        phoenix("--all").expect(0);
        expectWhole();

        killed("--reconfigure", "9001", "--yes");
        expectWhole();

        killed("--delete", "9001", "9000", "--yes");
        try (PveClient client = site.client()) {
            assertThat(client.send(ClusterApi.guests())).isEmpty();
        }
    }

    /** Nothing is left to do, and nothing is there twice. */
    private void expectWhole() {
        assertThat(phoenix("--all").expect(0).out()).contains("Nothing to do");
        assertThat(snapshots()).containsExactly("final-form", "pre-configured");
    }

    private void killed(String... words) {
        KilledAtEachStep killed = KilledAtEachStep.withoutStride(site);
        killed.run(arguments(words)).expect(0);
        killed.expectKills(2);
    }

    private PhoenixCommand.Ended phoenix(String... words) {
        return site.phoenix(arguments(words));
    }

    private String[] arguments(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--config";
        all[1] = fleet.path();
        System.arraycopy(words, 0, all, 2, words.length);
        return all;
    }

    private List<String> snapshots() {
        try (PveClient client = site.client()) {
            return client.send(LxcApi.snapshots("pve", new VmId(9001), "a test's container")).stream()
                    .map(Snapshot::name)
                    .sorted()
                    .toList();
        }
    }
}
