package phoenix.orchestrator.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Inputs;
import phoenix.pve.VmId;

/** What lies beside a script in the guest. */
class GuestFilesTest {
    private final Wanted want = new Wanted(new VmId(953), "web", new Origin.Template("debian-12-standard"));

    @TempDir
    private Path folder;

    private Path helper = Path.of("phoenix.sh");

    @BeforeEach
    void writeScripts() throws Exception {
        helper = Files.writeString(folder.resolve("phoenix.sh"), "# helper\n");
        Files.createDirectories(folder.resolve("docker"));
        Files.writeString(folder.resolve("docker/feature.sh"), "#!/bin/sh\n");
    }

    @Test
    void a_feature_gets_the_parameters_of_this_guest_with_their_secrets() {
        Inputs asked = new Inputs("{\"key\": {\"$env\": \"KEY\"}}", "{\"key\": \"hunter2\"}");

        SortedMap<String, byte[]> files =
                GuestFiles.of(want.value(), new Feature("docker", folder.resolve("docker"), asked, "1f2e3d4c"), helper);

        assertThat(files).containsOnlyKeys("feature.sh", "guest.json", "parameters.json", "phoenix.sh");
        assertThat(files.get("parameters.json")).asString().contains("hunter2");
        assertThat(files.get("guest.json")).asString().doesNotContain("hunter2");
    }

    @Test
    void a_feature_that_names_its_files_brings_those_and_no_others() throws Exception {
        Path feature = folder.resolve("docker");
        Files.writeString(feature.resolve("NOTES.md"), "for people\n");
        Files.createDirectories(feature.resolve("etc"));
        Files.writeString(feature.resolve("etc/daemon.json"), "{}\n");

        SortedMap<String, byte[]> files = GuestFiles.of(
                want.value(),
                new Feature("docker", feature, List.of("etc/daemon.json", "feature.sh"), Inputs.NONE, "1f2e3d4c"),
                helper);

        assertThat(files).containsOnlyKeys("feature.sh", "etc/daemon.json", "guest.json", "phoenix.sh");
    }

    @Test
    void a_script_gets_its_own_parameters_and_none_where_there_are_none() {
        Path script = folder.resolve("docker/feature.sh");
        Application with =
                new Application(script, List.of(), Inputs.plain("{\"port\": 80}"), "1f2e3d4c", Duration.ofMinutes(1));
        Application without = new Application(script, List.of(), Inputs.NONE, "1f2e3d4c", Duration.ofMinutes(1));

        assertThat(GuestFiles.of(want.value(), with, helper).get("parameters.json"))
                .asString()
                .isEqualTo("{\"port\": 80}");
        assertThat(GuestFiles.of(want.value(), without, helper)).doesNotContainKey("parameters.json");
    }

    @Test
    void the_guests_variables_are_assignments_of_a_shell_that_hold_their_texts_and_comments_are_none() {
        Inputs inputs = new Inputs("{}", """
                {"environment": {"_comment": "why", "//": "so", "A B": "none", "x;y": "none", "EMPTY": "", "TEXT": "it's $(id)\\n; more"}}
                """);

        SortedMap<String, byte[]> files = GuestFiles.start(inputs, helper);

        assertThat(files.get(".phoenix-environment"))
                .asString()
                .isEqualTo("export EMPTY=''\nexport TEXT='it'\\''s $(id)\n; more'\n");
        assertThat(GuestFiles.start(Inputs.NONE, helper)).doesNotContainKey(".phoenix-environment");
    }
}
