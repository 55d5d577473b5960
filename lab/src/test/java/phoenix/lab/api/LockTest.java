package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.simulated.Latencies;

/** What happens to calls that come while a task works on the same guest. */
final class LockTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private Lab lab;

    @BeforeEach
    void prepare() throws IOException {
        lab = Lab.open(folder);
        lab.create(900);
        lab.done(lab.root().post("/nodes/pve/lxc/900/snapshot", LabTest.form("snapname", "one")));
    }

    /** The same lab again, with work that takes its time. */
    private void reopen(Latencies latencies) throws IOException {
        lab.close();
        lab = Lab.open(folder, latencies, Lab.QUICK);
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
    }

    private Answer cloneTo(int id) {
        return lab.root()
                .post("/nodes/pve/lxc/900/clone", LabTest.form("newid", Integer.toString(id), "snapname", "one"));
    }

    @Test
    void a_source_is_cloned_once_at_a_time() throws IOException {
        reopen(new Latencies(Duration.ZERO, LONG, Duration.ZERO, Duration.ZERO));

        Answer first = cloneTo(953);
        Answer second = cloneTo(954);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.message()).isEqualTo("CT is locked (disk)\n");
        assertThat(lab.config(900).data().path("lock").asString("")).isEqualTo("disk");
        assertThat(lab.config(953).data().path("lock").asString("")).isEqualTo("create");
        assertThat(lab.config(954).status()).isEqualTo(500);
    }

    @Test
    void a_clone_that_is_stopped_unlocks_its_source_and_leaves_no_target() throws IOException {
        reopen(new Latencies(Duration.ZERO, LONG, Duration.ZERO, Duration.ZERO));
        String upid = cloneTo(953).data().asString("");

        lab.root().delete("/nodes/pve/tasks/" + upid);

        assertThat(lab.ended(upid)).isEqualTo("received interrupt");
        assertThat(lab.config(900).data().has("lock")).isFalse();
        assertThat(lab.config(953).status()).isEqualTo(500);
        assertThat(lab.node().volumes().list()).hasSize(1);
    }

    @Test
    void who_waits_too_long_for_a_guests_file_is_refused() throws IOException {
        reopen(new Latencies(Duration.ZERO, Duration.ZERO, LONG, Duration.ZERO));
        lab.root().post("/nodes/pve/lxc/900/status/start", LabTest.form());

        Answer answer = lab.root().put("/nodes/pve/lxc/900/config", LabTest.form("cores", "1"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.message()).isEqualTo("can't lock file '/run/lock/lxc/pve-config-900.lock' - got timeout\n");
    }

    @Test
    void a_task_that_has_to_wait_says_so_in_its_log() throws IOException {
        lab.close();
        lab = Lab.open(
                folder,
                new Latencies(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO),
                Lab.QUICK.withLockPatience(Duration.ofSeconds(20)));
        lab.root().post("/nodes/pve/lxc/900/status/start", LabTest.form());

        String second = lab.root()
                .post("/nodes/pve/lxc/900/status/start", LabTest.form())
                .data()
                .asString("");

        assertThat(lab.ended(second)).isEqualTo("OK");
        assertThat(lab.root().get("/nodes/pve/tasks/" + second + "/log").each("t"))
                .containsExactly("trying to acquire lock...", " OK", "TASK OK");
    }

    @Test
    void while_it_is_created_a_container_is_nothing_but_locked() throws IOException {
        reopen(new Latencies(LONG, Duration.ZERO, Duration.ZERO, Duration.ZERO));
        lab.root().post("/nodes/pve/lxc", Lab.creation(101, "memory", "1024"));

        assertThat(lab.config(101).data().propertyNames()).containsExactlyInAnyOrder("lock", "digest");
        assertThat(lab.root().delete("/nodes/pve/lxc/101").message()).isEqualTo("CT is locked (create)\n");
    }

    @Test
    void a_shutdown_that_hangs_can_be_overruled() throws IOException {
        reopen(new Latencies(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2)));
        lab.done(lab.root().post("/nodes/pve/lxc/900/status/start", LabTest.form()));

        String tooShort = lab.done(lab.root().post("/nodes/pve/lxc/900/status/shutdown", LabTest.form("timeout", "1")));
        Answer hanging = lab.root().post("/nodes/pve/lxc/900/status/shutdown", LabTest.form("timeout", "60"));
        String stop =
                lab.done(lab.root().post("/nodes/pve/lxc/900/status/stop", LabTest.form("overrule-shutdown", "1")));

        assertThat(tooShort).isEqualTo("container did not stop");
        assertThat(lab.ended(hanging.data().asString(""))).isEqualTo("received interrupt");
        assertThat(stop).isEqualTo("OK");
        assertThat(lab.node().containers().running()).isEmpty();
    }
}
