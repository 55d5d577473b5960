package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import phoenix.pve.VmId;

/**
 * The laws that hold for every fleet, whatever its guests are, tried on random ones. {@code -Dseed=7} begins with that seed: a failure
 * names the one fleet that failed, and with the property for their number at 1 it is made again.
 */
abstract class Laws {
    private final Path folder;
    private final String property;
    private final int fleets;
    private final long seed;

    /**
     * @param property names the system property that says how many fleets each law is tried on
     * @param usual how many, where it says nothing
     */
    Laws(Path folder, String property, int usual, long seed) {
        this.folder = folder;
        this.property = property;
        this.fleets = Integer.getInteger(property, usual);
        this.seed = Long.getLong("seed", seed);
        writeScripts(folder);
    }

    /** The scripts that random guests may name. */
    static void writeScripts(Path folder) {
        try {
            Files.createDirectories(folder.resolve("scripts/feature"));
            for (String script : new String[] {"feature/feature.sh", "application.sh", "phoenix.sh"}) {
                Files.writeString(folder.resolve("scripts").resolve(script), "#!/bin/sh\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param scripts the folder of {@link #writeScripts} */
    abstract Fleet fleet(long seed, Path scripts);

    /** The same guests with other wishes: what can be changed of one that is there, as the dice fall. */
    abstract Fleet changed(Fleet fleet, long seed, Path scripts);

    /** What there is to say of each guest, without what Proxmox makes up itself. */
    abstract SortedMap<VmId, String> states(Fleet fleet, SmallNode node);

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
                node.configs().forEach((id, config) -> node.rewrite(id, spellings.of(config)));
                node.vmConfigs().forEach((id, config) -> node.rewriteVm(id, spellings.of(config)));

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
    void a_change_that_was_killed_between_any_two_calls_is_finished_by_the_next_run() {
        forEachFleet((fleet, seed) -> {
            Fleet changed = changed(fleet, seed, folder.resolve("scripts"));
            int[] calls = new int[1];
            SortedMap<VmId, String> undisturbed = endOf(changed, node -> {
                expectDone(node.apply(fleet));
                int before = node.calls();
                node.apply(changed);
                calls[0] = node.calls() - before;
            });
            SplittableRandom random = new SplittableRandom(seed);
            int last = 1 + random.nextInt(calls[0]);
            SortedMap<VmId, String> killed = endOf(changed, node -> {
                expectDone(node.apply(fleet));
                node.applyAndDie(changed, last, random.nextBoolean());
            });

            assertThat(killed).as("killed after call %d of the change", last).isEqualTo(undisturbed);
        });
    }

    @Test
    void what_the_file_no_longer_says_leaves_nothing_behind() {
        forEachFleet((fleet, seed) -> {
            Fleet changed = changed(fleet, seed, folder.resolve("scripts"));
            List<VmId> fromNothing = changed.guests().stream()
                    .filter(guest -> guest.cloneSource().isEmpty())
                    .map(DesiredGuest::id)
                    .toList();

            assertThat(optionsAfter(changed, fromNothing, node -> expectDone(node.apply(fleet))))
                    .isEqualTo(optionsAfter(changed, fromNothing, node -> {}));
        });
    }

    /** The options of some guests after something happened and a last run, without what is as if nobody had set it. */
    private SortedMap<VmId, SortedMap<String, String>> optionsAfter(
            Fleet fleet, List<VmId> guests, Consumer<SmallNode> before) {
        try (SmallNode node = node()) {
            before.accept(node);
            expectDone(node.apply(fleet));
            SortedMap<VmId, SortedMap<String, String>> all = LastingOptions.of(node);
            all.keySet().retainAll(guests);
            return all;
        }
    }

    /** The state of everything after something happened and a last, undisturbed run; that run leaves nothing to do. */
    final SortedMap<VmId, String> endOf(Fleet fleet, Consumer<SmallNode> before) {
        try (SmallNode node = node()) {
            before.accept(node);
            expectDone(node.apply(fleet));
            assertThat(SmallNode.leftToDo(node.plan(fleet))).as("planned again").isEmpty();
            SortedMap<VmId, String> end = states(fleet, node);
            end.replaceAll((id, state) -> state + node.surroundings(id));
            return end;
        }
    }

    private int stepsOf(Fleet fleet) {
        try (SmallNode node = node()) {
            return node.plan(fleet).steps().size();
        }
    }

    static void expectDone(RunResult result) {
        assertThat(result.plan().refused()).as("refused").isEmpty();
        assertThat(result.outcomes().entrySet().stream()
                        .filter(outcome -> outcome.getValue() instanceof StepOutcome.Failed)
                        .toList())
                .as("failed")
                .isEmpty();
    }

    final SmallNode node() {
        return new SmallNode(folder.resolve("node"), folder.resolve("api"), folder.resolve("scripts/phoenix.sh"));
    }

    final void forEachFleet(BiConsumer<Fleet, Long> law) {
        for (long each = seed; each < seed + fleets; each++) {
            Fleet fleet = fleet(each, folder.resolve("scripts"));
            try {
                law.accept(fleet, each);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "broken for the fleet of -Dseed=" + each + " -D" + property + "=1: " + e.getMessage(), e);
            }
        }
    }
}
