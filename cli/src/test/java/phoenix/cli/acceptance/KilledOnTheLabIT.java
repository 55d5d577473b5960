package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is killed again and again, on a lab with real containers. */
@OnTheRealLab
class KilledOnTheLabIT {
    private static final int MOST_KILLS = 40;

    private final Site site;
    private final Path folder;

    KilledOnTheLabIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.folder = folder;
    }

    @Test
    void killed_after_every_step_of_the_quickstart_in_turn_it_goes_on_where_it_stopped() {
        Killing killing = Killing.onQuickstart(site, folder);
        killing.deleteAll();
        try {
            int kills = 0;
            while (killing.runAndKillAt(Killing::isStepDone, 1)) {
                kills++;
                assertThat(kills).as("each run gets one step further").isLessThan(MOST_KILLS);
            }

            assertThat(kills).as("steps after which it was killed").isGreaterThan(8);
            killing.expectConverged();
            assertThat(site.inGuest(953, "curl", "--silent", "http://localhost/"))
                    .contains("gateway");
        } finally {
            killing.deleteAll();
        }
    }

    @Test
    void killed_just_when_a_step_begins_it_goes_on_where_it_stopped() {
        Killing killing = Killing.onFleet(site, folder);
        killing.deleteAll();
        try {
            int kills = 0;
            while (killing.runAndKillAt(Killing::isStepBegun, kills + 1)) {
                kills++;
                assertThat(kills)
                        .as("each run gets further than the one before")
                        .isLessThan(MOST_KILLS);
            }

            assertThat(kills).isGreaterThan(3);
            killing.expectConverged();
        } finally {
            killing.deleteAll();
        }
    }
}
