package phoenix.cli.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.Fleet;
import phoenix.pve.VmId;

/** {@link Laws} of containers, and those that are theirs alone; {@code -Dfleets=2000} tries so many for each law. */
class FleetLawsTest extends Laws {
    private static final int MOST_GUESTS = 7;
    private static final Pattern VOLUME = Pattern.compile("subvol-[0-9]+-disk-[0-9]+");

    FleetLawsTest(@TempDir Path folder) {
        super(folder, "fleets", 16, 20_261_124L);
    }

    @Override
    Fleet fleet(long seed, Path scripts) {
        return RandomFleet.of(seed, MOST_GUESTS, scripts);
    }

    @Override
    Fleet changed(Fleet fleet, long seed, Path scripts) {
        return RandomFleet.changed(fleet, seed, scripts);
    }

    @Override
    SortedMap<VmId, String> states(Fleet fleet, SmallNode node) {
        SortedMap<VmId, String> end = new TreeMap<>();
        node.configs()
                .forEach((id, config) -> end.put(
                        id,
                        EndState.of(fleet, id, config, node.node().containers().isRunning(id))));
        return end;
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
            assertThat(notes(together)).isEqualTo(notes(undisturbed));
        });
    }

    /** What each guest remembers, its snapshots included. */
    private static Map<VmId, List<String>> notes(SortedMap<VmId, String> states) {
        Map<VmId, List<String>> notes = new TreeMap<>();
        states.forEach((id, state) -> notes.put(
                id, state.lines().filter(line -> line.contains("<!-- phoenix")).toList()));
        return notes;
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
}
