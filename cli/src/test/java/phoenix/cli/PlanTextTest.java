package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.plan.Plan;

/** The printed plan. {@code -Dgolden.update=true} writes the expected texts anew; review the difference like code. */
class PlanTextTest {
    private static final Path FOLDER = Path.of("src/test/resources/phoenix/cli");

    @Test
    void a_plan_shows_what_changes_what_that_does_and_why() throws IOException {
        assertShown("plan.txt", false);
    }

    @Test
    void with_v_the_exact_calls_are_shown_in_their_order() throws IOException {
        assertShown("plan-verbose.txt", true);
    }

    @Test
    void unchanged_guests_are_only_counted() {
        Printed printed = new Printed();

        new PlanText(printed.console(), true).print(new Plan(List.of(SamplePlan.UNCHANGED)));

        assertThat(printed.out()).isEqualTo("Plan: 0 to create, 0 to change, 0 to delete, 1 unchanged.\n");
    }

    private static void assertShown(String golden, boolean verbose) throws IOException {
        Printed printed = new Printed();
        new PlanText(printed.console(), verbose).print(SamplePlan.OF_EVERYTHING);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(FOLDER.resolve(golden), printed.out());
        }
        assertThat(printed.out()).isEqualTo(Files.readString(FOLDER.resolve(golden)));
    }
}
