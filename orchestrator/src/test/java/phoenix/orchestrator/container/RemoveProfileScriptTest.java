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
 * How a profile leaves a node: found by the name that it declares, out of the kernel, then off the disk. {@code apparmor_parser} is a
 * stand-in on the search path that writes down how it was called, and refuses files that say so.
 */
class RemoveProfileScriptTest {
    private static final String PARSER = """
            #!/bin/sh
            for file; do :; done
            echo "$*" >>"$CALLS"
            ! grep -q 'held by a task' "$file" || { echo "Profile is in use" >&2; exit 1; }
            """;

    @TempDir
    private Path folder;

    private Path profiles = Path.of("");

    @BeforeEach
    void aNodeWithProfiles() throws IOException {
        profiles = Files.createDirectory(folder.resolve("profiles"));
        Files.createDirectory(folder.resolve("kernel"));
        Files.createFile(folder.resolve("calls"));
        write("phoenix-gateway", "#include <tunables/global>\nprofile \"web\" flags=(attach_disconnected) {\n}\n");
        write("phoenix-other", "# profile web is another one\nprofile web-server {\n}\n");
        write("somebodys", "profile web {\n}\n");
    }

    @Test
    void the_file_that_phoenix_brought_is_found_by_the_name_that_it_declares() throws Exception {
        assertThat(run("look", "web"))
                .containsExactly(profiles.resolve("phoenix-gateway").toString());
        assertThat(run("look", "we")).isEmpty();
        assertThat(run("look", "nobodys")).isEmpty();
        assertThat(calls()).isEmpty();
    }

    @Test
    void it_leaves_the_kernel_and_the_disk_and_every_other_file_stays() throws Exception {
        run("remove", "web");

        assertThat(calls()).containsExactly("--remove " + profiles.resolve("phoenix-gateway"));
        assertThat(profiles.resolve("phoenix-gateway")).doesNotExist();
        assertThat(profiles.resolve("phoenix-other")).exists();
        assertThat(profiles.resolve("somebodys")).exists();
        assertThat(run("look", "web")).isEmpty();
        assertThat(run("remove", "web")).as("again").isEmpty();
    }

    @Test
    void one_that_the_kernel_does_not_let_go_keeps_its_file() throws Exception {
        write("phoenix-gateway", "profile web {\n} # held by a task\n");

        assertThat(run("remove", "web")).contains("Profile is in use", "exit code 1");

        assertThat(profiles.resolve("phoenix-gateway")).exists();
    }

    @Test
    void where_the_kernel_has_no_apparmor_only_the_file_goes() throws Exception {
        Files.delete(folder.resolve("kernel"));

        run("remove", "web");

        assertThat(calls()).isEmpty();
        assertThat(profiles.resolve("phoenix-gateway")).doesNotExist();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(profiles.resolve(name), text);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private List<String> run(String verb, String profile) throws Exception {
        ScriptTrial trial =
                new ScriptTrial(folder, Map.of("CALLS", folder.resolve("calls").toString()));
        trial.standIn("apparmor_parser", PARSER);
        return trial.run(
                RemoveProfile.class,
                "remove-profile.sh",
                "",
                verb,
                profile,
                profiles.toString(),
                folder.resolve("kernel").toString());
    }
}
