package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LifecycleTest {
    private Lab lab;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        lab = Lab.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private String status(int id) {
        return lab.root()
                .get("/nodes/pve/lxc/" + id + "/status/current")
                .data()
                .path("status")
                .asString("");
    }

    @Test
    void a_container_is_created_started_stopped_and_destroyed() {
        lab.create(101, "hostname", "web");
        assertThat(status(101)).isEqualTo("stopped");

        assertThat(lab.done(lab.root().post("/nodes/pve/lxc/101/status/start", Map.of())))
                .isEqualTo("OK");
        assertThat(status(101)).isEqualTo("running");

        assertThat(lab.done(lab.root().post("/nodes/pve/lxc/101/status/shutdown", Map.of())))
                .isEqualTo("OK");
        assertThat(status(101)).isEqualTo("stopped");

        assertThat(lab.done(lab.root().delete("/nodes/pve/lxc/101"))).isEqualTo("OK");
        assertThat(lab.config(101).message()).isEqualTo("Configuration file 'nodes/pve/lxc/101.conf' does not exist\n");
        assertThat(lab.node().volumes().list()).isEmpty();
    }
}
