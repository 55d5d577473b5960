package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.http.Certificate;
import phoenix.lab.node.Volumes;
import phoenix.lab.simulated.SimulatedNode;
import phoenix.pve.DiskSize;

/** What a server finds and clears up that opens on the state of one that was killed. */
final class RecoveryTest {
    @TempDir
    private Path folder;

    /** A call to a server in another process, which is killed while the task runs. */
    private String killDuring(String path, Map<String, String> form) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledServer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String[] words = Optional.ofNullable(out.readLine()).orElseThrow().split(" ");
            RawClient client = RawClient.token(Integer.parseInt(words[0]), fingerprint(), words[1]);
            Answer answer = client.post(path, form);
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            return answer.data().asString("");
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private String fingerprint() throws IOException {
        return Certificate.load(folder.resolve("state/certificate.pem"), folder.resolve("state/key.pem"), "pve")
                .fingerprint();
    }

    private List<String> volumes(Lab lab) {
        return lab.node().volumes().list().stream().map(Volumes.Usage::volume).toList();
    }

    @Test
    void a_container_that_was_being_created_is_gone() throws IOException, InterruptedException {
        Lab.open(folder).close();

        String upid = killDuring("/nodes/pve/lxc", Lab.creation(101));

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().recovered())
                    .containsExactly(
                            "the task " + upid + " died with its server",
                            "removed CT 101, which was half made or half gone");
            assertThat(lab.config(101).status()).isEqualTo(500);
            assertThat(volumes(lab)).isEmpty();
            assertThat(lab.ended(upid)).isEqualTo("unexpected status");
            lab.create(101);
        }
    }

    @Test
    void a_clone_that_was_being_made_is_gone_and_its_source_is_free() throws IOException, InterruptedException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(900);
        }

        killDuring("/nodes/pve/lxc/900/clone", Map.of("newid", "953"));

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.config(900).data().has("lock")).isFalse();
            assertThat(lab.config(953).status()).isEqualTo(500);
            assertThat(volumes(lab)).containsExactly("subvol-900-disk-0");
        }
    }

    @Test
    void a_server_that_ended_well_leaves_nothing_to_do() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(101);
            lab.done(lab.root().post("/nodes/pve/lxc/101/snapshot", Map.of("snapname", "one")));
        }

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().recovered()).isEmpty();
        }
    }

    private void edit(int id, String from, String to) throws IOException {
        Path file = folder.resolve("node/root/etc/pve/nodes/pve/lxc/" + id + ".conf");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void a_half_made_snapshot_is_cleared_away() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(101);
            lab.done(lab.root().post("/nodes/pve/lxc/101/snapshot", Map.of("snapname", "one")));
        }
        edit(101, "hostname: CT101\nmemory: 512\nostype: debian\nparent: one\n", "lock: snapshot\nparent: one\n");
        edit(101, "[one]\n", "[one]\nsnapstate: prepare\n");

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.root().get("/nodes/pve/lxc/101/snapshot").each("name"))
                    .containsExactly("current");
            assertThat(lab.config(101).data().has("lock")).isFalse();
            assertThat(lab.node().volumes().list().get(0).snapshots()).isEmpty();
        }
    }

    @Test
    void a_half_deleted_snapshot_is_deleted() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(101);
            lab.done(lab.root().post("/nodes/pve/lxc/101/snapshot", Map.of("snapname", "one")));
        }
        edit(101, "memory: 512\nostype: debian\nparent: one\n", "lock: snapshot-delete\nparent: one\n");
        edit(101, "[one]\n", "[one]\nsnapstate: delete\n");

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.root().get("/nodes/pve/lxc/101/snapshot").each("name"))
                    .containsExactly("current");
            assertThat(lab.config(101).data().has("lock")).isFalse();
            assertThat(lab.node().volumes().list().get(0).snapshots()).isEmpty();
        }
    }

    @Test
    void a_rollback_is_finished() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(101, "cores", "1");
            lab.done(lab.root().post("/nodes/pve/lxc/101/snapshot", Map.of("snapname", "one")));
            lab.root().put("/nodes/pve/lxc/101/config", Map.of("cores", "2"));
        }
        edit(101, "cores: 2\n", "cores: 2\nlock: rollback\n");

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().recovered()).containsExactly("finished the rollback of CT 101 to 'one'");
            assertThat(lab.config(101).data().path("cores").asInt(0)).isEqualTo(1);
            assertThat(lab.config(101).data().has("lock")).isFalse();
        }
    }

    @Test
    void volumes_without_a_guest_go_and_sizes_follow_volumes() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(101);
        }
        SimulatedNode node = new SimulatedNode(folder.resolve("node"));
        node.volumes().create("subvol-777-disk-0", DiskSize.ofGiB(1));
        node.volumes().resize("subvol-101-disk-0", DiskSize.ofGiB(9));

        try (Lab lab = Lab.open(folder)) {
            assertThat(volumes(lab)).containsExactly("subvol-101-disk-0");
            assertThat(lab.config(101).data().path("rootfs").asString(""))
                    .isEqualTo("local-zfs:subvol-101-disk-0,size=9G");
        }
    }

    @Test
    void a_template_that_was_being_made_becomes_one() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(900);
        }
        new SimulatedNode(folder.resolve("node")).volumes().makeBase("subvol-900-disk-0", "basevol-900-disk-0");

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.config(900).data().path("template").asInt(0)).isEqualTo(1);
            assertThat(lab.config(900).data().path("rootfs").asString(""))
                    .isEqualTo("local-zfs:basevol-900-disk-0,size=4G");
        }
    }

    @Test
    void locks_that_people_set_are_left_alone() throws IOException {
        try (Lab lab = Lab.open(folder)) {
            lab.create(101);
            lab.root().put("/nodes/pve/lxc/101/config", Map.of("lock", "backup"));
        }

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.config(101).data().path("lock").asString("")).isEqualTo("backup");
        }
    }

    @Test
    void password_token_certificate_and_running_guests_survive() throws IOException {
        String password;
        String token;
        String fingerprint;
        try (Lab lab = Lab.open(folder)) {
            lab.create(101, "hostname", "web");
            lab.done(lab.root().post("/nodes/pve/lxc/101/status/start", Map.of()));
            password = lab.server().rootPassword();
            token = lab.server().apiToken();
            fingerprint = lab.server().fingerprint();
        }

        try (Lab lab = Lab.open(folder)) {
            assertThat(lab.server().rootPassword()).isEqualTo(password);
            assertThat(lab.server().apiToken()).isEqualTo(token);
            assertThat(lab.server().fingerprint()).isEqualTo(fingerprint);
            assertThat(lab.root().get("/nodes/pve/lxc").each("status")).containsExactly("running");
        }
    }
}
