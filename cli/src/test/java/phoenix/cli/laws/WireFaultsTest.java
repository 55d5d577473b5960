package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import phoenix.cli.laws.FaultyProxy.Fault;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import phoenix.pve.Upid;
import phoenix.pve.VmId;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.Task;

/**
 * Whatever happens to requests on their way, a run ends where an undisturbed one does, no guest is made twice, and no explanation is
 * missing. {@code -Dwire.fleets=200} tries more fleets for each fault, {@code -Dseed=7} others.
 */
class WireFaultsTest {
    private static final int FLEETS = Integer.getInteger("wire.fleets", 1);
    private static final long SEED = Long.getLong("seed", 42L);
    private static final int MOST_GUESTS = 4;
    /** Each so-and-so-manieth request is disturbed, on average. */
    private static final int SELDOM = 7;

    private static final int MOST_TASKS = 500;
    private static final int SILENCES = 2;
    private static final Map<Long, SortedMap<VmId, String>> UNDISTURBED = new HashMap<>();

    private final Path folder;

    WireFaultsTest(@TempDir Path folder) {
        this.folder = folder;
        Laws.writeScripts(folder);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_whose_requests_are_disturbed_ends_where_an_undisturbed_one_does(Fault fault) {
        for (long seed = SEED; seed < SEED + FLEETS; seed++) {
            Fleet fleet = RandomFleet.of(seed, MOST_GUESTS, folder.resolve("scripts"));

            SortedMap<VmId, String> undisturbed =
                    UNDISTURBED.computeIfAbsent(seed, any -> endOf(fleet, (method, path) -> Optional.empty()));
            SortedMap<VmId, String> disturbed = endOf(fleet, new Now(fault, seed));

            assertThat(disturbed).as("%s, -Dseed=%d", fault, seed).isEqualTo(undisturbed);
        }
    }

    /** A fault now and then, and never twice in a row for one address: a ticket that is refused twice is no good at all. */
    private static final class Now implements FaultyProxy.Faults {
        private final Fault fault;
        private final SplittableRandom random;
        private int left;
        private final Set<String> spared = new HashSet<>();

        Now(Fault fault, long seed) {
            this.fault = fault;
            this.random = new SplittableRandom(seed);
            this.left = fault == Fault.SILENCE ? SILENCES : Integer.MAX_VALUE;
        }

        @Override
        public synchronized Optional<Fault> on(String method, String path) {
            if (fault == Fault.EXPIRED && path.endsWith("/access/ticket")) {
                return Optional.empty();
            }
            boolean hit = random.nextInt(SELDOM) == 0 && !spared.remove(path) && left > 0;
            if (hit) {
                spared.add(path);
            }
            left -= hit ? 1 : 0;
            return hit ? Optional.of(fault) : Optional.empty();
        }
    }

    private SortedMap<VmId, String> endOf(Fleet fleet, FaultyProxy.Faults faults) {
        try (SmallNode node = new SmallNode(
                folder.resolve("node"), folder.resolve("api"), folder.resolve("scripts/phoenix.sh"), faults)) {
            RunResult result = node.apply(fleet);
            assertThat(result.outcomes().entrySet().stream()
                            .filter(outcome -> outcome.getValue() instanceof StepOutcome.Failed)
                            .toList())
                    .as("failed")
                    .isEmpty();
            assertThat(SmallNode.leftToDo(node.plan(fleet))).as("planned again").isEmpty();
            SortedMap<VmId, String> end = new TreeMap<>();
            node.configs()
                    .forEach((id, config) -> end.put(
                            id,
                            EndState.of(
                                    fleet, id, config, node.node().containers().isRunning(id))));
            assertThat(making(node, end)).as("tasks that make guests").hasSameSizeAs(end.entrySet());
            return end;
        }
    }

    private static List<Upid> making(SmallNode node, SortedMap<VmId, String> guests) {
        return guests.keySet().stream()
                .flatMap(id -> node.client().send(NodeApi.tasks("pve", id, MOST_TASKS)).stream())
                .map(Task::upid)
                .filter(task -> task.type().equals("vzcreate") || task.type().equals("vzclone"))
                .toList();
    }
}
