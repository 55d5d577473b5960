package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
    private static final int KILLED = 137;

    private final Site site;
    private final String folder;
    private final int template;
    private final List<String> templateSnapshots;
    private final int server;

    private Killing(Site site, String folder, int template, List<String> templateSnapshots, int server) {
        this.site = site;
        this.folder = folder;
        this.template = template;
        this.templateSnapshots = templateSnapshots;
        this.server = server;
    }

    /** While it makes the tests' own fleet. */
    static Killing onFleet(Site site, Path folder) {
        return new Killing(site, FleetFolder.in(folder, site).path(), 9000, List.of("base-ready", "marked"), 9001);
    }

    /** While it makes {@code examples/quickstart}, with the addresses of this lab's network. */
    static Killing onQuickstart(Site site, Path folder) {
        ExampleCopy.of("quickstart", folder, site);
        return new Killing(site, folder.toString(), 900, List.of("pre-configured"), 953);
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
                site.commandLine("--config", folder, "--all"))) {
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
        site.phoenix("--config", folder, "--all").expect(0);
        PhoenixCommand.Ended again = site.phoenix("--config", folder, "--all").expect(0);
        assertThat(again.out()).contains("Nothing to do");
        try (PveClient client = site.client()) {
            assertThat(guests(client)).containsExactly(template, server);
            assertThat(snapshots(client, template)).containsExactlyInAnyOrderElementsOf(templateSnapshots);
            assertThat(snapshots(client, server)).containsExactly("final-form", "pre-configured");
        }
    }

    void deleteAll() {
        site.phoenix("--delete", Integer.toString(template), Integer.toString(server), "--yes")
                .expect(0);
    }

    private static List<Integer> guests(PveClient client) {
        return client.send(ClusterApi.guests()).stream()
                .map(guest -> guest.id().value())
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
}
