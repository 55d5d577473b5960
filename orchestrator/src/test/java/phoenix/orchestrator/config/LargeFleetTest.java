package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand containers in the worst order are read in the time of a blink; the limit is a hundred times that. */
class LargeFleetTest {
    private static final int SIZE = 1000;
    private static final int FIRST = 1000;

    @TempDir
    Path temp;

    @Test
    @Timeout(30)
    void a_long_chain_of_dependencies_is_no_problem() {
        ConfigFolder folder = chain();

        Loaded loaded = folder.load();

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.fleet().containers()).hasSize(SIZE + 2);
    }

    @Test
    @Timeout(30)
    void a_long_circle_of_dependencies_is_one_problem() {
        ConfigFolder folder = chain().with(String.valueOf(FIRST + SIZE - 1), "dependencies", "[" + FIRST + "]");

        Loaded loaded = folder.load();

        assertThat(loaded.problems()).hasSize(1);
        assertThat(loaded.problems().get(0).what())
                .startsWith("the containers need each other in a circle: 1000 -> 1001 -> ")
                .contains(" -> 1009 -> 990 more -> 1000 (1000 depends on 1001, ");
    }

    private ConfigFolder chain() {
        ConfigFolder folder = new ConfigFolder(temp);
        for (int i = 0; i < SIZE; i++) {
            String id = String.valueOf(FIRST + i);
            folder.like953(id, "web" + i, "10." + (1 + i / 250) + ".0." + (2 + i % 250) + "/8");
            if (i + 1 < SIZE) {
                folder.with(id, "dependencies", "[" + (FIRST + i + 1) + "]");
            }
        }
        return folder;
    }
}
