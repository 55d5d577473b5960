package phoenix.orchestrator.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.shipped.ScriptTrial;

/**
 * How a profile comes to a node: checked, put in its place, loaded. {@code apparmor_parser} is a stand-in on the search path, because it
 * would load into the kernel of the machine that runs the test; it writes down how it was called, and finds a profile broken that says so.
 */
class LoadProfileScriptTest {
    private static final String PARSER = """
            #!/bin/sh
            for file; do :; done
            echo "$*" >>"$CALLS"
            ! grep -q broken "$file" || { echo "AppArmor parser error in $file" >&2; exit 1; }
            """;

    @TempDir
    private Path folder;

    private Path profile = Path.of("");

    @BeforeEach
    void chooseItsPlace() {
        profile = folder.resolve("phoenix-web");
    }

    @Test
    void a_profile_is_checked_before_it_takes_its_place_and_then_loaded() throws Exception {
        assertThat(load("profile web {}\n")).isEmpty();

        assertThat(profile).hasContent("profile web {}\n");
        assertThat(calls())
                .containsExactly("--skip-kernel-load --skip-cache " + profile + ".new", "--replace " + profile);
    }

    @Test
    void a_broken_profile_replaces_nothing_and_loads_nothing() throws Exception {
        load("profile web {}\n");

        assertThat(load("profile web { broken\n")).last().asString().startsWith("exit code");

        assertThat(profile).hasContent("profile web {}\n");
        assertThat(folder.resolve("phoenix-web.new")).doesNotExist();
        assertThat(calls()).hasSize(3).last().asString().startsWith("--skip-kernel-load");
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private List<String> load(String text) throws Exception {
        ScriptTrial trial =
                new ScriptTrial(folder, Map.of("CALLS", folder.resolve("calls").toString()));
        trial.standIn("apparmor_parser", PARSER);
        return trial.run(LoadProfile.class, "load-profile.sh", text, profile.toString());
    }
}
