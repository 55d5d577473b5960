package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.simulated.Latencies;
import phoenix.pve.Upid;

final class TaskTest extends LabTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Latencies SLOW_UNPACK = new Latencies(LONG, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    private static final String TASKS = "/nodes/pve/tasks";

    private String startOf(int id) {
        return root().post(guest(id) + "/status/start", Map.of()).data().asString("");
    }

    @Test
    void a_task_is_named_by_its_type_its_guest_and_its_user() {
        lab.create(101);

        Upid byTicket = Upid.parse(startOf(101));
        Upid byToken = Upid.parse(lab.token()
                .post(guest(101) + "/snapshot", form("snapname", "one"))
                .data()
                .asString(""));

        assertThat(byTicket.toString()).matches("UPID:pve:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:vzstart:101:root@pam:");
        assertThat(byToken.user()).isEqualTo("root@pam!phoenix");
        assertThat(byToken.type()).isEqualTo("vzsnapshot");
    }

    @Test
    void the_log_ends_with_the_outcome_and_is_read_in_parts() {
        lab.create(101);
        String upid = root().get(TASKS + "?vmid=101").each("upid").get(0);

        Answer log = root().get(TASKS + "/" + upid + "/log");
        Answer part = root().get(TASKS + "/" + upid + "/log?start=1&limit=1");

        List<String> lines = log.each("t");
        assertThat(lines.get(0))
                .isEqualTo("extracting archive '/var/lib/vz/template/cache/debian-12-standard_12.7-1_amd64.tar.zst'");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("TASK OK");
        assertThat(log.body().path("total").asInt(0)).isEqualTo(lines.size());
        assertThat(part.each("t")).containsExactly(lines.get(1));
        assertThat(part.each("n")).containsExactly("2");
    }

    @Test
    void a_failure_is_one_line_at_the_end() {
        lab.create(101);
        post(guest(101) + "/snapshot", "snapname", "one");
        String upid = root().post(guest(101) + "/snapshot", form("snapname", "one"))
                .data()
                .asString("");

        assertThat(lab.ended(upid)).isEqualTo("snapshot name 'one' already used");
        assertThat(root().get(TASKS + "/" + upid + "/log").each("t"))
                .containsExactly("TASK ERROR: snapshot name 'one' already used");
    }

    @Test
    void logs_lie_where_proxmox_keeps_them() throws IOException {
        lab.create(101);
        String upid = root().get(TASKS + "?vmid=101").each("upid").get(0);

        Path tasks = lab.node().root().resolve("var/log/pve/tasks");
        String lastDigit = upid.split(":")[4].substring(7);
        assertThat(tasks.resolve(lastDigit).resolve(upid)).isRegularFile();
        try (Stream<String> index = Files.lines(tasks.resolve("index"))) {
            assertThat(index.filter(line -> line.startsWith(upid)))
                    .singleElement()
                    .asString()
                    .endsWith(" OK");
        }
    }

    @Test
    void finished_tasks_are_listed_unless_asked_for_others() {
        lab.create(101);
        lab.create(102);
        post(guest(101) + "/snapshot", "snapname", "one");
        post(guest(101) + "/snapshot", "snapname", "one");

        assertThat(root().get(TASKS + "?vmid=101").each("type"))
                .containsExactly("vzsnapshot", "vzsnapshot", "vzcreate");
        assertThat(root().get(TASKS + "?source=active").data()).isEmpty();
        assertThat(root().get(TASKS + "?errors=1").each("status")).containsExactly("snapshot name 'one' already used");
        assertThat(root().get(TASKS + "?statusfilter=ok&vmid=101").data()).hasSize(2);
        assertThat(root().get(TASKS + "?typefilter=vzcreate&limit=1").each("id"))
                .containsExactly("102");
        assertThat(root().get(TASKS + "?typefilter=vzcreate&limit=1")
                        .body()
                        .path("total")
                        .asInt(0))
                .isEqualTo(2);
    }

    @Test
    void a_server_that_finishes_lets_running_tasks_come_to_their_end() throws IOException {
        lab.close();
        lab = Lab.open(
                folder, new Latencies(Duration.ofMillis(300), Duration.ZERO, Duration.ZERO, Duration.ZERO), Lab.QUICK);
        String upid = root().post("/nodes/pve/lxc", Lab.creation(101)).data().asString("");

        lab.server().finish(Duration.ofSeconds(20));

        Path tasks = lab.node().root().resolve("var/log/pve/tasks");
        assertThat(tasks.resolve("index")).content().contains(upid + " ").contains(" OK");
    }

    @Test
    void a_running_task_is_listed_as_active_and_can_be_stopped(@TempDir Path other) throws IOException {
        lab.close();
        try (Lab slow = Lab.open(other)) {
            lab = slow;
        }
        try (Lab slow = Lab.open(other, SLOW_UNPACK, Lab.QUICK)) {
            lab = slow;
            String upid =
                    root().post("/nodes/pve/lxc", Lab.creation(101)).data().asString("");

            assertThat(root().get(TASKS + "?source=active").each("status")).containsExactly("RUNNING");
            assertThat(root().get(TASKS + "/" + upid + "/status")
                            .data()
                            .path("status")
                            .asString(""))
                    .isEqualTo("running");
            assertThat(root().get(TASKS + "/" + upid + "/status").data().has("exitstatus"))
                    .isFalse();
            assertThat(option(101, "lock")).isEqualTo("create");
            assertThat(root().delete(TASKS + "/" + upid).data().isNull()).isTrue();

            assertThat(lab.ended(upid)).isEqualTo("received interrupt");
            assertThat(lab.config(101).status()).isEqualTo(500);
            assertThat(lab.node().volumes().list()).isEmpty();
        }
    }

    @Test
    void unknown_and_malformed_names_are_told_apart() {
        assertThat(root().get(TASKS + "/UPID:pve:00000001:00000001:00000001:vzstart:1:root@pam:/status")
                        .error("upid"))
                .isEqualTo("no such task");
        assertThat(root().get(TASKS + "/nonsense/status").error("upid")).isEqualTo("unable to parse worker upid");
    }

    @Test
    void a_token_sees_its_own_tasks_only() {
        lab.create(101);
        String ofRoot = startOf(101);
        lab.ended(ofRoot);
        Answer made = root().post("/access/users/root@pam/token/apart", Map.of());
        RawClient apart = RawClient.token(
                lab.server(), "root@pam!apart=" + made.data().path("value").asString(""));

        assertThat(apart.get(TASKS).data()).isEmpty();
        assertThat(apart.get(TASKS + "/" + ofRoot + "/status").message())
                .isEqualTo("Permission check failed (/nodes/pve, Sys.Audit)\n");
    }
}
