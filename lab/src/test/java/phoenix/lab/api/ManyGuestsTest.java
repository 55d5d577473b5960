package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import phoenix.lab.simulated.SimulatedNode;
import phoenix.lab.simulated.SimulatedShell;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/** A node that is filled at once, and how many times it was asked. */
final class ManyGuestsTest extends LabTest {
    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            VmId id = new VmId(1000 + i);
            lab.node()
                    .add(
                            id,
                            new GuestConfig(SimulatedNode.plain(id, "web" + i), GuestConfig.Section.EMPTY, Map.of()),
                            i % 2 == 0);
        }
    }

    @Test
    void a_thousand_guests_are_there_and_can_be_worked_with() {
        fill(1000);

        Answer resources = root().get("/cluster/resources?type=vm");

        assertThat(resources.each("status")).hasSize(1000).containsOnly("running", "stopped");
        assertThat(resources.each("name")).contains("web0", "web999");
        assertThat(post(guest(1001) + "/status/start")).isEqualTo("OK");
        assertThat(post(guest(1001) + "/snapshot", "snapname", "one")).isEqualTo("OK");
        assertThat(lab.done(root().delete(guest(1999)))).isEqualTo("OK");
    }

    @Test
    void requests_and_commands_are_counted_and_stand_in_logs() throws IOException {
        fill(3);
        SimulatedShell shell = new SimulatedShell(lab.node(), lab.server().tools());
        long requests = lab.server().requests();
        long commands = lab.node().commands();

        root().get(guest(1000) + "/config");
        shell.exec(List.of("grep", "-r", "-H", "--include=*.conf", "", "/etc/pve/nodes"), new byte[0]);
        shell.exec(List.of("pvesh", "get", "/version", "--output-format", "json"), new byte[0]);

        assertThat(lab.server().requests()).isEqualTo(requests + 1);
        assertThat(lab.node().commands()).isEqualTo(commands + 2);
        String access =
                Files.readString(lab.node().root().resolve("var/log/pveproxy/access.log"), StandardCharsets.UTF_8);
        assertThat(access.lines()).hasSize((int) requests + 1);
        assertThat(access)
                .containsPattern("::ffff:127.0.0.1 - root@pam \\[\\d\\d/\\d\\d/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000] "
                        + "\"GET /api2/json/nodes/pve/lxc/1000/config HTTP/1.1\" 200 \\d+\n$");
        assertThat(folder.resolve("node/shell.log"))
                .content()
                .endsWith("pvesh get /version --output-format json\n")
                .hasLineCount((int) commands + 2);
    }
}
