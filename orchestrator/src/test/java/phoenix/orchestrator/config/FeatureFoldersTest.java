package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
