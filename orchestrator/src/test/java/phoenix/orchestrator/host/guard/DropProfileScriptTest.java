package phoenix.orchestrator.host.guard;

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
 * How a profile of the node leaves it. {@code apparmor_parser} is a stand-in on the search path: it takes a profile out of a list as the
 * kernel shows it, fails for one that is not in it, and refuses files that say so.
 */
class DropProfileScriptTest {
    private static final String PARSER = """
            #!/bin/sh
            ! grep -q 'no profile' "$2" || { echo "AppArmor parser error: syntax error" >&2; exit 1; }
            names=$(sed -n 's/^profile \\([^ ]*\\) .*/\\1/p' "$2")
            [ "$1" = --remove ] || { echo "$names"; exit 0; }
            ! grep -q 'held by a task' "$2" || { echo "Unable to remove \\"$names\\".  Permission denied" >&2; exit 1; }
            grep -q "^$names (" "$KERNEL/profiles" || { echo "Unable to remove \\"$names\\".  Profile doesn't exist" >&2; exit 1; }
            sed -i "/^$names (/d" "$KERNEL/profiles"
            """;

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private Path loaded = Path.of("");

    @BeforeEach
    void aNodeWithAProfile() throws IOException {
        file = Files.writeString(
                Files.createDirectory(folder.resolve("profiles")).resolve("phoenix-host-web-file"),
                "profile web flags=(attach_disconnected) {\n}\n");
        loaded = Files.writeString(
                Files.createDirectory(folder.resolve("kernel")).resolve("profiles"),
                "lxc-container-default (enforce)\nweb-server (complain)\nweb (enforce)\n");
    }

    @Test
    void it_leaves_the_kernel_and_the_disk() throws Exception {
        assertThat(drop()).isEmpty();

        assertThat(loaded).hasContent("lxc-container-default (enforce)\nweb-server (complain)\n");
        assertThat(file).doesNotExist();
    }

    @Test
    void one_that_was_not_loaded_is_gone_all_the_same() throws Exception {
        Files.writeString(loaded, "web-server (complain)\n");

        assertThat(drop()).isEmpty();

        assertThat(file).doesNotExist();
    }

    @Test
    void a_kernel_that_has_no_profile_at_all_has_not_this_one() throws Exception {
        Files.writeString(loaded, "");

        assertThat(drop()).isEmpty();

        assertThat(file).doesNotExist();
    }

    @Test
    void one_that_the_kernel_keeps_keeps_its_file_and_the_parser_s_own_words_are_said() throws Exception {
        Files.writeString(file, "profile web {\n} # held by a task\n");

        assertThat(drop()).containsExactly("Unable to remove \"web\".  Permission denied", "exit code 1");

        assertThat(file).exists();
    }

    @Test
    void a_file_that_cannot_be_read_is_not_taken_for_one_that_was_not_loaded() throws Exception {
        Files.writeString(file, "no profile\n");

        assertThat(drop()).contains("AppArmor parser error: syntax error", "exit code 1");

        assertThat(file).exists();
    }

    @Test
    void where_the_kernel_has_no_apparmor_only_the_file_goes() throws Exception {
        Files.delete(loaded);
        Files.delete(folder.resolve("kernel"));

        assertThat(drop()).isEmpty();

        assertThat(file).doesNotExist();
    }

    private List<String> drop() throws Exception {
        Path kernel = folder.resolve("kernel");
        ScriptTrial trial = new ScriptTrial(folder, Map.of("KERNEL", kernel.toString()));
        trial.standIn("apparmor_parser", PARSER);
        return trial.run(
                Profiles.class,
                "drop-profile.sh",
                "",
                "web-file",
                folder.resolve("profiles").toString(),
                kernel.toString());
    }
}
