package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.VmId;

class FeatureFoldersTest {
    @TempDir
    Path temp;

    private FeatureFolders folders = new FeatureFolders(java.util.List.of());

    @BeforeEach
    void two_roots() {
        folders = FeatureFolders.of(temp.resolve("conf"), temp.resolve("home"));
    }

    @Test
    void the_user_s_own_feature_comes_before_a_shipped_one_of_the_same_name() throws IOException {
        write("home/features/docker/feature.sh");
        assertThat(folders.find("docker")).contains(temp.resolve("home/features/docker"));

        write("conf/features/docker/feature.sh");

        assertThat(folders.find("docker")).contains(temp.resolve("conf/features/docker"));
    }

    @Test
    void a_folder_without_a_script_is_no_feature() throws IOException {
        write("home/features/docker/notes.txt");

        assertThat(folders.find("docker")).isEmpty();
        assertThat(folders.names()).isEmpty();
    }

    @Test
    void names_are_those_of_all_roots_in_order() throws IOException {
        write("home/features/base_setup/feature.sh");
        write("conf/features/docker/feature.sh");
        write("conf/features/base_setup/feature.sh");

        assertThat(folders.names()).containsExactly("base_setup", "docker");
    }

    @Test
    void a_file_that_does_not_go_to_the_guest_is_no_reason_to_apply_the_feature_again() throws IOException {
        ConfigFolder folder = new ConfigFolder(temp).with("900", "features", "[\"own\"]");
        folder.file("features/own/feature.sh", "#!/bin/sh\n")
                .file("features/own/daemon.json", "{}\n")
                .file("features/own/NOTES.md", "one\n")
                .file("features/own/feature.json", "{\"files\": [\"daemon.json\"]}\n");
        String before = digest(folder);

        folder.file("features/own/NOTES.md", "two\n");
        assertThat(digest(folder)).isEqualTo(before);

        folder.file("features/own/daemon.json", "{\"debug\": true}\n");
        assertThat(digest(folder)).isNotEqualTo(before);
    }

    @Test
    void a_file_that_is_not_in_its_folder_is_reported_with_its_place() throws IOException {
        ConfigFolder folder = new ConfigFolder(temp).with("900", "features", "[\"own\"]");
        folder.file("features/own/feature.sh", "#!/bin/sh\n")
                .file("features/own/feature.json", "{\"files\": [\"missing\", \"../../secrets\"]}\n")
                .file("secrets", "hunter2\n");

        assertThat(folder.load().problems())
                .extracting(problem -> problem.toString())
                .anyMatch(text -> text.contains("the feature 'own' has no file 'missing' in its folder"))
                .anyMatch(text -> text.contains("the feature 'own' has no file '../../secrets' in its folder"));
    }

    private static String digest(ConfigFolder folder) {
        var container = folder.load().fleet().containers().get(new VmId(900));
        return Objects.requireNonNull(container).features().get(0).digest();
    }

    @Test
    void a_feature_that_a_clone_source_has_is_there_for_its_clones() {
        ConfigFolder folder = new ConfigFolder(temp)
                .feature("base_setup")
                .feature("docker", "base_setup")
                .with("900", "features", "[\"base_setup\"]")
                .with("953", "features", "[\"docker\"]");

        assertThat(folder.load().problems()).isEmpty();
    }

    private void write(String file) throws IOException {
        Path path = temp.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
    }
}
