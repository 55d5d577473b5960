package phoenix.orchestrator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.shipped.ShippedFile;

/** What Phoenix notes of what it made, by the scripts that do it. */
class MadeTest {
    private static final Made ROLES = new Made("roles");

    @TempDir
    private Path folder;

    @Test
    void what_is_noted_is_found_until_it_is_struck_out() throws Exception {
        run("note-made.sh", "roles", "+Watcher", "+Keeper");
        run("note-made.sh", "pools", "+tank");
        run("note-made.sh", "roles", "+Keeper", "-Watch");

        assertThat(ROLES.in(look())).containsExactly("Watcher", "Keeper");

        run("note-made.sh", "roles", "-Watcher", "-Keeper");

        assertThat(ROLES.in(look())).isEmpty();
        assertThat(new Made("pools").in(look())).containsExactly("tank");
        assertThat(folder.resolve("notes/roles")).doesNotExist();
    }

    @Test
    void a_path_is_found_only_while_it_is_there() throws Exception {
        Path there = Files.createDirectory(folder.resolve("with a blank "));
        run("note-made.sh", "folders", "+" + there, "+" + folder.resolve("gone"));

        assertThat(new Made("folders").in(look())).containsExactly(there.toString());
    }

    @Test
    void a_value_takes_the_place_of_the_one_before_and_is_struck_out_by_its_name() throws Exception {
        run("note-made.sh", "values", "+mtu\t010", "+mtu of vmbr0\t9000", "+mtu\t10");

        assertThat(new Made("values").in(look())).containsExactly("mtu of vmbr0\t9000", "mtu\t10");

        run("note-made.sh", "values", "-mtu of", "-mtu");

        assertThat(new Made("values").in(look())).containsExactly("mtu of vmbr0\t9000");
    }

    @Test
    void what_was_noted_by_name_alone_counts_on() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("notes")).resolve("storages"), "tank-lxc\n");

        assertThat(new Made("storages").in(look())).containsExactly("tank-lxc");
    }

    @Test
    void without_notes_nothing_is_found() throws Exception {
        assertThat(ROLES.in(look())).isEmpty();
    }

    private HostFacts look() throws Exception {
        return HostFacts.of(Map.of(Made.LOOK, run(Made.LOOK)));
    }

    private String run(String script, String... words) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", ShippedFile.text(Made.class, script), "phoenix"));
        argv.add(folder.resolve("notes").toString());
        argv.addAll(Arrays.asList(words));
        Process process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }
}
