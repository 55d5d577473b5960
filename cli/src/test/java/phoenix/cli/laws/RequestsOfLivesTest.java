package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.RollbackPlanner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.VmId;

/**
 * Every request that whole lives make (made, drifted, made into another, rolled back, deleted) is written down in {@code requests.txt},
 * whose lines are held against Proxmox's own schema of two releases by {@code RequestsFollowTheContractTest}. With
 * {@code -Dgolden.update=true -Dlives=20} what so many lives send is added to the file.
 */
class RequestsOfLivesTest {
    private static final Path FILE = Path.of("src/test/resources/phoenix/cli/laws/requests.txt");
    private static final int LIVES = Integer.getInteger("lives", 1);
    private static final int MOST_GUESTS = 4;
    private static final long SEED = 20_261_128L;

    private final SentRequests sent = new SentRequests();
    private final Path folder;
    private final Path scripts;

    RequestsOfLivesTest(@TempDir Path folder) {
        this.folder = folder;
        this.scripts = folder.resolve("scripts");
        Laws.writeScripts(folder);
    }

    @Test
    void all_of_them_are_written_down_to_be_held_against_the_contract() throws IOException {
        live(seed -> RandomFleet.of(seed, MOST_GUESTS, scripts));
        live(seed -> RandomVms.of(seed, MOST_GUESTS, scripts));
        if (Boolean.getBoolean("golden.update")) {
            sent.addTo(FILE);
        }

        assertThat(sent.shapes())
                .as("what is new is written down with -Dgolden.update=true -Dlives=20, and then judged")
                .hasSizeGreaterThan(100)
                .isSubsetOf(SentRequests.in(FILE).shapes());
    }

    private void live(LongFunction<Fleet> fleets) {
        for (long seed = SEED; seed < SEED + LIVES; seed++) {
            try (SmallNode node =
                    new SmallNode(folder.resolve("node"), folder.resolve("api"), scripts.resolve("phoenix.sh"))) {
                node.witnessedBy(sent);
                Fleet fleet = fleets.apply(seed);
                node.apply(fleet);
                node.apply(fleets.apply(seed + LIVES));
                rollBack(node, fleet);
                delete(node);
            }
        }
    }

    /** Some guest that can go back somewhere goes there. */
    private static void rollBack(SmallNode node, Fleet fleet) {
        Actual actual = node.look(fleet);
        Optional<ActualGuest> guest = actual.guests().values().stream()
                .filter(each -> each.config().snapshots().size() > 0
                        && fleet.guest(each.id()).isPresent())
                .max(Comparator.comparing(each -> each.config().snapshots().size()));
        guest.ifPresent(each -> node.carryOut(new RollbackPlanner(
                        fleet,
                        actual,
                        each.config().snapshots().keySet().iterator().next(),
                        Set.of("local-zfs"))
                .plan(List.of(each.id()), true)));
    }

    private static void delete(SmallNode node) {
        Fleet nobody = new Fleet(new TreeMap<>(), new TreeMap<>());
        Actual actual = node.look(nobody);
        List<VmId> all = List.copyOf(actual.guests().keySet());
        node.carryOut(Planner.delete(nobody, actual, all));
    }
}
