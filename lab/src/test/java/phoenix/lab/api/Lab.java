package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import phoenix.lab.simulated.Latencies;
import phoenix.lab.simulated.SimulatedNode;

/** A server on a simulated node for a test, with the calls that most tests begin with. */
final class Lab implements AutoCloseable {
    static final String TEMPLATE = "local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst";
    static final ServerOptions QUICK = ServerOptions.PRODUCTION
            .withRefusalDelay(Duration.ZERO)
            .withLockPatience(Duration.ofMillis(200))
            .withBroadcastPeriod(Duration.ZERO);

    private final SimulatedNode node;
    private final ApiServer server;
    private final RawClient root;

    private Lab(SimulatedNode node, ApiServer server) {
        this.node = node;
        this.server = server;
        this.root = RawClient.root(server);
    }

    static Lab open(Path folder) throws IOException {
        return open(folder, Latencies.NONE, QUICK);
    }

    static Lab open(Path folder, Latencies latencies, ServerOptions options) throws IOException {
        Keys.lend(folder.resolve("state"));
        SimulatedNode node = new SimulatedNode(folder.resolve("node"), latencies);
        Lab lab = new Lab(node, ApiServer.start(node, folder.resolve("state"), 0, options));
        lab.makeTemplate();
        return lab;
    }

    private void makeTemplate() {
        String file = TEMPLATE.substring(TEMPLATE.indexOf('/') + 1);
        if (!Files.exists(node.root().resolve("var/lib/vz/template/cache").resolve(file))) {
            assertThat(done(root.post("/nodes/pve/aplinfo", Map.of("storage", "local", "template", file))))
                    .isEqualTo("OK");
        }
    }

    SimulatedNode node() {
        return node;
    }

    ApiServer server() {
        return server;
    }

    /** root@pam, by ticket. */
    RawClient root() {
        return root;
    }

    /** The token root@pam!phoenix. */
    RawClient token() {
        return RawClient.token(server, server.apiToken());
    }

    /** Waits for the task that an answer names, and tells how it ended. */
    String done(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return ended(answer.data().asString(""));
    }

    /** Waits for a task and tells how it ended. */
    String ended(String upid) {
        String path = "/nodes/pve/tasks/" + upid + "/status";
        return Awaitility.await("the end of " + upid)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> root.get(path),
                        found -> found.data().path("status").asString("").equals("stopped"))
                .data()
                .path("exitstatus")
                .asString("");
    }

    /** Makes a container from the template, with more options if wanted. */
    void create(int id, String... options) {
        assertThat(done(root.post("/nodes/pve/lxc", creation(id, options)))).isEqualTo("OK");
    }

    static Map<String, String> creation(int id, String... options) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("vmid", Integer.toString(id));
        form.put("ostemplate", TEMPLATE);
        form.put("rootfs", "local-zfs:4");
        form.put("unprivileged", "1");
        for (int i = 0; i < options.length; i += 2) {
            form.put(options[i], options[i + 1]);
        }
        return form;
    }

    Answer config(int id) {
        return root.get("/nodes/pve/lxc/" + id + "/config");
    }

    /** The configuration file of a container. */
    String file(int id) throws IOException {
        return Files.readString(node.root().resolve("etc/pve/lxc/" + id + ".conf"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
