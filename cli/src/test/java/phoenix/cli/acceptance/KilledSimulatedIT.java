package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is killed once, at each step of the quickstart from nothing, on a simulated lab: the full square that is too slow for real. */
@OnTheSimulatedLab
class KilledSimulatedIT {
    private final Killing killing;

    KilledSimulatedIT(Site site, @TempDir Path folder) {
        this.killing = Killing.onQuickstart(site, folder);
    }

    @Test
    void killed_after_any_one_step_the_next_run_finishes_the_job() {
        int step = 0;
        boolean killed;
        do {
            step++;
            killing.deleteAll();
            killed = killing.runAndKillAt(Killing::isStepDone, step);
            killing.expectConverged();
        } while (killed);

        killing.deleteAll();
        assertThat(step).as("steps, each of which was the last before a kill").isGreaterThan(10);
    }
}
