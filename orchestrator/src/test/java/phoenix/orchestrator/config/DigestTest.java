package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.note.Digest;
import phoenix.pve.VmId;

/** The digests stand in guests' notes: if the same files gave another one, every guest would be set up again. */
class DigestTest {
    @TempDir
    Path temp;

    @Test
    void the_same_parts_give_the_same_eight_digits_in_every_version() {
        assertThat(new Digest().add("a", "b").hex()).isEqualTo("16275ef0");
    }

    @Test
    void where_one_part_ends_and_the_next_begins_matters() {
        String one = new Digest().add("a", "bc").hex();
        String other = new Digest().add("ab", "c").hex();

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void a_feature_s_digest_depends_on_names_and_contents_and_not_on_where_it_lies() throws IOException {
        String here = feature("here", "check.txt", "one");

        assertThat(feature("there", "check.txt", "one")).isEqualTo(here);
        assertThat(feature("there", "check.txt", "two")).isNotEqualTo(here);
        assertThat(feature("elsewhere", "sub/check.txt", "one")).isNotEqualTo(here);
    }

    @Test
    void an_application_s_digest_covers_the_script_its_files_and_the_slice_and_no_other_container() {
        String first = application();

        assertThat(application()).isEqualTo(first);
        folder.with("900", "memory_mb", "1024");
        assertThat(application()).isEqualTo(first);
        folder.with("953", "// why", "\"a comment\"");
        assertThat(application()).isEqualTo(first);
        folder.file("page.html", "other");
        assertThat(application()).isNotEqualTo(first);
        folder.file("page.html", "page").file("web.sh", "false\n");
        assertThat(application()).isNotEqualTo(first);
        folder.file("web.sh", "true\n").with("953", "ports", "[\"80:80\"]");
        assertThat(application()).isNotEqualTo(first);
        folder.without("953", "ports").with("953", "memory_mb", "1024");
        assertThat(application()).isEqualTo(first);
    }

    @Test
    void a_health_check_s_digest_covers_each_of_its_fields() {
        String first = healthCheck("{\"url\": \"http://10.0.0.153/\"}");

        assertThat(healthCheck("{\"retries\": 3, \"interval\": 5, \"url\": \"http://10.0.0.153/\"}"))
                .isEqualTo(first);
        assertThat(healthCheck("{\"url\": \"http://10.0.0.153/x\"}")).isNotEqualTo(first);
        assertThat(healthCheck("{\"url\": \"http://10.0.0.153/\", \"retries\": 4}"))
                .isNotEqualTo(first);
        assertThat(healthCheck("{\"url\": \"http://10.0.0.153/\", \"interval\": 4}"))
                .isNotEqualTo(first);
        assertThat(healthCheck("{\"command\": \"http://10.0.0.153/\"}")).isNotEqualTo(first);
    }

    private ConfigFolder folder = new ConfigFolder(Path.of("not set"));

    private String application() {
        if (!folder.path().equals(temp)) {
            folder = new ConfigFolder(temp)
                    .file("web.sh", "true\n")
                    .file("page.html", "page")
                    .with("953", "application_script", "\"web.sh\"")
                    .with("953", "application_files", "[\"page.html\"]");
        }
        return web(folder).applications().get(0).digest();
    }

    private String healthCheck(String json) {
        ConfigFolder checked = new ConfigFolder(temp).with("953", "health_check", json);
        return web(checked).healthChecks().get(0).digest();
    }

    private static DesiredContainer web(ConfigFolder folder) {
        return Objects.requireNonNull(folder.load().fleet().containers().get(new VmId(953)));
    }

    private String feature(String where, String file, String content) throws IOException {
        Path path = temp.resolve(where).resolve("docker").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        return new Digest().addFolder(temp.resolve(where).resolve("docker")).hex();
    }
}
