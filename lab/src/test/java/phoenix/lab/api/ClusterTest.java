package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.simulated.Latencies;

final class ClusterTest extends LabTest {
    @Test
    void the_lab_presents_itself_as_release_8_4() {
        assertThat(root().get("/version").data().path("release").asString("")).isEqualTo("8.4");
        assertThat(root().get("/nodes/pve/version").data().path("version").asString(""))
                .startsWith("8.4.");
    }

    @Test
    void the_next_number_is_the_lowest_free_one_and_nothing_is_reserved() {
        lab.create(100);

        assertThat(root().get("/cluster/nextid").data().asString("")).isEqualTo("101");
        assertThat(root().get("/cluster/nextid").data().asString("")).isEqualTo("101");
        assertThat(root().get("/cluster/nextid?vmid=105").data().asString("")).isEqualTo("105");
        assertThat(root().get("/cluster/nextid?vmid=100").error("vmid")).isEqualTo("VM 100 already exists");
    }

    @Test
    void resources_are_guests_the_node_storages_and_the_network() {
        lab.create(101, "hostname", "web", "tags", "a;b");
        post(guest(101) + "/status/start");

        assertThat(root().get("/cluster/resources").each("type"))
                .containsExactly("lxc", "node", "storage", "storage", "sdn");
        Answer guests = root().get("/cluster/resources?type=vm");
        assertThat(guests.each("id")).containsExactly("lxc/101");
        assertThat(guests.each("name")).containsExactly("web");
        assertThat(guests.each("status")).containsExactly("running");
        assertThat(guests.each("tags")).containsExactly("a;b");
    }

    @Test
    void states_in_resources_are_as_old_as_the_last_broadcast(@TempDir Path other) throws IOException {
        SteppedClock clock = new SteppedClock();
        ServerOptions options = Lab.QUICK.withClock(clock).withBroadcastPeriod(Duration.ofSeconds(10));
        try (Lab stale = Lab.open(other, Latencies.NONE, options)) {
            stale.root().get("/cluster/resources");
            stale.create(101, "tags", "fresh");

            Answer before = stale.root().get("/cluster/resources?type=vm");
            clock.advance(Duration.ofSeconds(11));
            Answer after = stale.root().get("/cluster/resources?type=vm");

            assertThat(before.each("status")).containsExactly("unknown");
            assertThat(before.each("name")).containsExactly("");
            assertThat(before.each("tags")).containsExactly("fresh");
            assertThat(after.each("status")).containsExactly("stopped");
        }
    }

    @Test
    void the_node_is_online_and_shows_its_figures() {
        Answer nodes = root().get("/nodes");

        assertThat(nodes.each("node")).containsExactly("pve");
        assertThat(nodes.each("status")).containsExactly("online");
        assertThat(nodes.each("ssl_fingerprint")).containsExactly(lab.server().fingerprint());
        assertThat(root().get("/nodes/pve/status")
                        .data()
                        .path("memory")
                        .path("total")
                        .asLong(0))
                .isPositive();
        assertThat(root().get("/nodes/pve/qemu").data()).isEmpty();
        assertThat(root().get("/cluster/status").each("type")).containsExactly("node");
    }

    @Test
    void lists_hide_what_the_caller_may_not_see() {
        lab.create(101);
        Answer made = root().post("/access/users/root@pam/token/apart", form());
        RawClient apart = RawClient.token(
                lab.server(), "root@pam!apart=" + made.data().path("value").asString(""));

        assertThat(apart.get("/nodes/pve/lxc").data()).isEmpty();
        assertThat(apart.get("/cluster/resources?type=vm").data()).isEmpty();
        assertThat(apart.get("/storage").data()).isEmpty();
        assertThat(apart.get("/cluster/nextid").data().asString("")).isEqualTo("100");
    }
}
