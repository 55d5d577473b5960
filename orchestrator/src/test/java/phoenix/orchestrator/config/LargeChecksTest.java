package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand containers, each cloned from the one before: the checks walk every way once. The limit is many times what they take. */
class LargeChecksTest {
    private static final int SIZE = 10_000;
    private static final int FIRST = 1000;

    @TempDir
    Path temp;

    private ConfigFolder folder;

    @BeforeEach
    void aLongLineOfClones() {
        folder = new ConfigFolder(temp)
                .feature("base_setup")
                .feature("nvidia", "base_setup")
                .with("900", "features", "[\"base_setup\", \"nvidia\"]")
                .with("900", "gpu_assignment", "[0]");
        for (int i = 0; i < SIZE; i++) {
            String id = String.valueOf(FIRST + i);
            folder.like953(id, "web" + i, "10." + (1 + i / 250) + ".0." + (2 + i % 250) + "/8")
                    .with(id, "clone_from_ctid", i == 0 ? "900" : String.valueOf(FIRST + i - 1))
                    .with(id, "template_snapshot_name", "\"pre-configured\"")
                    .with(id, "features", "[\"nvidia\"]");
        }
    }

    @Test
    @Timeout(60)
    void a_line_of_ten_thousand_clones_has_no_problem() {
        assertThat(folder.load().problems()).isEmpty();
    }

    @Test
    @Timeout(60)
    void what_is_wrong_at_its_beginning_is_said_for_each_that_inherits_it() {
        folder.with("900", "features", "[]");

        assertThat(folder.load().problems().stream()
                        .filter(problem -> problem.what().startsWith("the feature 'nvidia' needs 'base_setup'"))
                        .count())
                .isEqualTo(SIZE);
    }

    @Test
    @Timeout(60)
    void ten_thousand_containers_in_one_circle_are_one_problem() {
        folder.with("900", "template", "null").with("900", "clone_from_ctid", String.valueOf(FIRST + SIZE - 1));

        assertThat(folder.load().problems())
                .filteredOn(problem -> problem.what().contains("in a circle"))
                .hasSize(1);
    }
}
