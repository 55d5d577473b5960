package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/**
 * The laws of {@link FleetLawsTest} for VMs, tried on random ones; {@code -Dvm.fleets=500} tries so many for each law, {@code -Dseed=7}
 * begins with that seed.
 */
class VmLawsTest {
    private static final int FLEETS = Integer.getInteger("vm.fleets", 5);
    private static final long SEED = Long.getLong("seed", 20_261_128L);
    private static final int MOST_VMS = 5;

    private final Path folder;

    VmLawsTest(@TempDir Path folder) {
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
    void stopped_between_any_two_steps_the_next_run_ends_where_an_undisturbed_one_does() {
        forEachFleet((fleet, seed) -> {
            SortedMap<VmId, String> undisturbed = endOf(fleet, node -> {});
            int steps;
            try (SmallNode node = node()) {
                steps = node.plan(fleet).steps().size();
            }
            SplittableRandom random = new SplittableRandom(seed);
            SortedMap<VmId, String> stopped = endOf(fleet, node -> node.applyAndStop(fleet, 1 + random.nextInt(steps)));

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

    private SortedMap<VmId, String> endOf(Fleet fleet, Consumer<SmallNode> before) {
        try (SmallNode node = node()) {
            before.accept(node);
            expectDone(node.apply(fleet));
            assertThat(SmallNode.leftToDo(node.plan(fleet))).as("planned again").isEmpty();
            SortedMap<VmId, String> end = new TreeMap<>();
            node.vmConfigs()
                    .forEach((id, config) ->
                            end.put(id, told(config, node.node().machines().isRunning(id))));
            return end;
        }
    }

    /** What there is to say of a VM in the end, without what Proxmox makes up itself and the hour of snapshots. */
    private static String told(GuestConfig config, boolean running) {
        StringBuilder text = new StringBuilder(running ? "running\n" : "stopped\n");
        text.append(told(config.current()))
                .append("pending ")
                .append(config.pending().options());
        new TreeMap<>(config.snapshots())
                .forEach((name, section) ->
                        text.append("\n[").append(name).append("]\n").append(told(section)));
        return text.toString();
    }

    private static String told(GuestConfig.Section section) {
        Map<String, String> options = new TreeMap<>(section.options());
        options.keySet().removeIf(option -> option.matches("snaptime|meta|smbios1|vmgenid"));
        options.replaceAll((option, value) ->
                option.matches("net[0-9]+") ? value.replaceFirst("=([0-9A-F]{2}:){5}[0-9A-F]{2}", "") : value);
        return section.description() + "\n" + options + "\n";
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
            Fleet fleet = RandomVms.of(seed, MOST_VMS, folder.resolve("scripts"));
            try {
                law.accept(fleet, seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "broken for the VMs of -Dseed=" + seed + " -Dvm.fleets=1: " + e.getMessage(), e);
            }
        }
    }
}
