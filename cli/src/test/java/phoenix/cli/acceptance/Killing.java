package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import phoenix.pve.VmId;
import phoenix.pve.api.ClusterApi;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Snapshot;

/** Kills the command (SIGKILL) in the middle of making a fleet, and looks what the next run makes of it. */
final class Killing {
    private final Site site;
    private final FleetFolder fleet;

    Killing(Site site, FleetFolder fleet) {
        this.site = site;
        this.fleet = fleet;
    }

    /**
     * Runs the command and kills it right after its n-th line of a kind.
     *
     * @return whether it was killed before it ended by itself
     */
    boolean runAndKillAt(Predicate<String> kind, int n) {
        AtomicInteger seen = new AtomicInteger();
        try (PhoenixCommand command = PhoenixCommand.startUntil(
                line -> kind.test(line) && seen.incrementAndGet() == n,
                site.commandEnvironment(),
                site.commandLine("--config", fleet.path(), "--all"))) {
            return command.end(Site.COMMAND_LIMIT).exitCode() == KILLED;
        }
    }

    /** A line that says that a step has ended. */
    static boolean isStepDone(String line) {
        return line.matches(".* done \\(.*\\)");
    }

    /** A line that says that a step begins. */
    static boolean isStepBegun(String line) {
        return line.endsWith(" ...");
    }

    /** Everything that must be so in the end, however the way there was. */
    void expectConverged() {
        PhoenixCommand.Ended ended =
                site.phoenix("--config", fleet.path(), "--all").expect(0);
        assertThat(ended.out()).contains("9000 (test-template)").contains("9001 (test-server)");
        PhoenixCommand.Ended again =
                site.phoenix("--config", fleet.path(), "--all").expect(0);
        assertThat(again.out()).contains("Nothing to do");
        try (PveClient client = site.client()) {
            assertThat(guests(client)).containsExactly(9000, 9001);
            assertThat(snapshots(client, 9000)).containsExactly("base-ready");
            assertThat(snapshots(client, 9001)).containsExactly("final-form", "pre-configured");
        }
    }

    void deleteAll() {
        site.phoenix("--delete", "9000", "9001", "--yes").expect(0);
    }

    private static List<Integer> guests(PveClient client) {
        return client.send(ClusterApi.guests()).stream()
                .map(guest -> guest.id().value())
                .filter(id -> id >= 9000 && id <= 9099)
                .sorted()
                .toList();
    }

    private static List<String> snapshots(PveClient client, int id) {
        List<String> names =
                new ArrayList<>(client.send(LxcApi.snapshots("pve", new VmId(id), "a test's container")).stream()
                        .map(Snapshot::name)
                        .toList());
        names.sort(Comparator.naturalOrder());
        return names;
    }

    private static final int KILLED = 137;
}
