package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import phoenix.pve.VmId;

/**
 * Laws that hold for every fleet, tried on random ones.
 *
 * <p>{@code -Dfleets=2000} tries so many for each law; {@code -Dseed=7} begins with that seed: a failure names the one fleet that
 * failed, and {@code -Dseed=... -Dfleets=1} makes it again.
 */
class FleetLawsTest {
    private static final int FLEETS = Integer.getInteger("fleets", 20);
    private static final long SEED = Long.getLong("seed", 20_261_124L);
    private static final int MOST_GUESTS = 7;
    private static final Pattern VOLUME = Pattern.compile("subvol-[0-9]+-disk-[0-9]+");

    private final Path folder;

    FleetLawsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeScripts() throws IOException {
        Files.createDirectories(folder.resolve("scripts/feature"));
        for (String script : new String[] {"feature/feature.sh", "application.sh", "phoenix.sh"}) {
            Files.writeString(folder.resolve("scripts").resolve(script), "#!/bin/sh\n");
        }
    }

    @Test
    void what_was_applied_plans_to_nothing_and_plans_the_same_twice() {
        forEachFleet((fleet, seed) -> {
            try (SmallNode node = node()) {
                Plan once = node.plan(fleet);
                assertThat(node.plan(fleet)).as("planned twice").hasToString(once.toString());

                expectDone(node.apply(fleet));

                assertThat(SmallNode.leftToDo(node.plan(fleet)))
                        .as("planned again")
                        .isEmpty();
            }
        });
    }

    @Test
    void another_spelling_of_the_same_state_plans_to_nothing() {
        forEachFleet((fleet, seed) -> {
            try (SmallNode node = node()) {
                expectDone(node.apply(fleet));
                Spellings spellings = new Spellings(new SplittableRandom(seed));
                node.configs().forEach((id, config) -> {
                    String respelt = spellings.of(config);
                    node.rewrite(id, respelt);
                });

                assertThat(SmallNode.leftToDo(node.plan(fleet)))
                        .as("planned again")
                        .isEmpty();
            }
        });
    }

    @Test
    void stopped_between_any_two_steps_the_next_run_ends_where_an_undisturbed_one_does() {
        forEachFleet((fleet, seed) -> {
            SortedMap<VmId, String> undisturbed = endOf(fleet, node -> {});
            int steps = stepsOf(fleet);
            SplittableRandom random = new SplittableRandom(seed);
            SortedMap<VmId, String> stopped = endOf(fleet, node -> {
                node.applyAndStop(fleet, 1 + random.nextInt(steps));
                node.applyAndStop(fleet, 1 + random.nextInt(steps));
            });

            assertThat(stopped).isEqualTo(undisturbed);
        });
    }

    @Test
    void killed_between_any_two_calls_the_next_run_ends_where_an_undisturbed_one_does() {
        forEachFleet((fleet, seed) -> {
            int[] calls = new int[1];
            SortedMap<VmId, String> undisturbed = endOf(fleet, node -> {
                node.apply(fleet);
                calls[0] = node.calls();
            });
            SplittableRandom random = new SplittableRandom(seed);
            SortedMap<VmId, String> killed =
                    endOf(fleet, node -> node.applyAndDie(fleet, 1 + random.nextInt(calls[0]), random.nextBoolean()));

            assertThat(killed).isEqualTo(undisturbed);
        });
    }

    @Test
    void two_runs_at_once_make_nothing_twice_and_the_next_run_finishes_the_job() {
        forEachFleet((fleet, seed) -> {
            SortedMap<VmId, String> undisturbed = endOf(fleet, node -> {});
            SortedMap<VmId, String> together = endOf(fleet, node -> {
                CompletableFuture<?> other = CompletableFuture.runAsync(() -> node.apply(fleet));
                node.apply(fleet);
                other.join();
            });

            assertThat(volumes(together)).isEqualTo(volumes(undisturbed));
        });
    }

    /** How many volumes each guest has, those that it does not use included. */
    private static Map<VmId, Long> volumes(SortedMap<VmId, String> states) {
        Map<VmId, Long> counts = new TreeMap<>();
        states.forEach((id, state) -> counts.put(
                id,
                VOLUME.matcher(state)
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .count()));
        return counts;
    }

    /** The state of everything after something happened and a last, undisturbed run; that run leaves nothing to do. */
    private SortedMap<VmId, String> endOf(Fleet fleet, java.util.function.Consumer<SmallNode> before) {
        try (SmallNode node = node()) {
            before.accept(node);
            expectDone(node.apply(fleet));
            assertThat(SmallNode.leftToDo(node.plan(fleet))).as("planned again").isEmpty();
            SortedMap<VmId, String> end = new TreeMap<>();
            node.configs()
                    .forEach((id, config) -> end.put(
                            id,
                            EndState.of(
                                    fleet, id, config, node.node().containers().isRunning(id))));
            return end;
        }
    }

    private int stepsOf(Fleet fleet) {
        try (SmallNode node = node()) {
            return node.plan(fleet).steps().size();
        }
    }

    private static void expectDone(RunResult result) {
        assertThat(result.plan().refused()).as("refused").isEmpty();
        assertThat(result.outcomes().entrySet().stream()
                        .filter(outcome -> outcome.getValue() instanceof StepOutcome.Failed)
                        .toList())
                .as("failed")
                .isEmpty();
    }

    private SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("scripts/phoenix.sh"));
    }

    private void forEachFleet(BiConsumer<Fleet, Long> law) {
        for (long seed = SEED; seed < SEED + FLEETS; seed++) {
            Fleet fleet = RandomFleet.of(seed, MOST_GUESTS, folder.resolve("scripts"));
            try {
                law.accept(fleet, seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "broken for the fleet of -Dseed=" + seed + " -Dfleets=1: " + e.getMessage(), e);
            }
        }
    }
}
