package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools: their members, who sees them, and what becomes of them. */
final class PoolTest extends LabTest {
    @BeforeEach
    void makePool() {
        assertThat(root().post("/pools", form("poolid", "prod", "comment", "a: b"))
                        .status())
                .isEqualTo(200);
    }

    private List<String> members(String pool) {
        return root().get("/pools/" + pool)
                .data()
                .path("members")
                .valueStream()
                .map(member -> member.path("id").asString(""))
                .toList();
    }

    private String userFile() throws IOException {
        return Files.readString(lab.node().root().resolve("etc/pve/user.cfg"));
    }

    private String poolOf(int id) {
        return root().get("/cluster/resources?type=vm")
                .data()
                .valueStream()
                .filter(guest -> guest.path("vmid").asInt(0) == id)
                .map(guest -> guest.path("pool").asString(""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_guest_is_born_in_a_pool_and_leaves_it_when_it_is_deleted() throws IOException {
        lab.create(101, "pool", "prod");
        assertThat(post(guest(101) + "/clone", "newid", "102", "pool", "prod")).isEqualTo("OK");

        assertThat(members("prod")).containsExactly("lxc/101", "lxc/102");
        assertThat(poolOf(101)).isEqualTo("prod");
        assertThat(userFile()).contains("pool:prod:a%3A b:101,102::\n");
        assertThat(root().delete("/pools/prod").message())
                .isEqualTo("delete pool failed: pool 'prod' is not empty (contains VM 101)\n");
        assertThat(lab.done(root().delete(guest(101)))).isEqualTo("OK");
        assertThat(members("prod")).containsExactly("lxc/102");
    }

    @Test
    void members_come_go_and_move() {
        lab.create(101);
        root().post("/pools", form("poolid", "test"));

        assertThat(root().put("/pools/prod", form("vms", "101", "storage", "local"))
                        .status())
                .isEqualTo(200);
        assertThat(members("prod")).containsExactly("lxc/101", "storage/pve/local");
        assertThat(root().put("/pools", form("poolid", "prod", "vms", "101")).message())
                .isEqualTo("update pools failed: VM 101 is already a pool member\n");
        assertThat(root().put("/pools", form("poolid", "test", "vms", "101")).message())
                .isEqualTo("update pools failed: VM 101 belongs already to pool 'prod' and 'allow-move' is not set\n");
        assertThat(root().put("/pools", form("poolid", "test", "vms", "101", "allow-move", "1"))
                        .status())
                .isEqualTo(200);
        assertThat(poolOf(101)).isEqualTo("test");
        assertThat(root().put("/pools/test", form("vms", "101", "delete", "1")).status())
                .isEqualTo(200);
        assertThat(root().put("/pools/test", form("vms", "101", "delete", "1")).message())
                .isEqualTo("update pools failed: VM 101 is not a pool member\n");
        assertThat(poolOf(101)).isEmpty();
        assertThat(root().delete("/pools?poolid=test").status()).isEqualTo(200);
        assertThat(root().get("/pools").each("poolid")).containsExactly("prod");
        assertThat(root().get("/pools").each("comment")).containsExactly("a: b");
    }

    @Test
    void what_is_not_there_or_there_already_is_refused() {
        assertThat(root().post("/pools", form("poolid", "prod")).message())
                .isEqualTo("create pool failed: pool 'prod' already exists\n");
        assertThat(root().post("/pools", form("poolid", "a/b")).message())
                .isEqualTo("create pool failed: parent 'a' of pool 'a/b' does not exist\n");
        assertThat(root().get("/pools/none").message()).isEqualTo("pool 'none' does not exist\n");
        assertThat(root().put("/pools/none", form("comment", "x")).message())
                .isEqualTo("update pools failed: pool 'none' does not exist\n");
        Answer refused = root().post("/nodes/pve/lxc", Lab.creation(101, "pool", "none"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("pool 'none' does not exist");
    }

    @Test
    void rights_on_a_pool_are_rights_on_its_members() throws IOException {
        lab.create(101, "pool", "prod");
        lab.create(102);
        String secret = root().post("/access/users/root@pam/token/apart", form())
                .data()
                .path("value")
                .asString("");
        Path users = lab.node().root().resolve("etc/pve/user.cfg");
        Files.writeString(users, userFile() + "acl:1:/pool/prod:root@pam!apart:PVEVMAdmin:\n");
        RawClient token = RawClient.token(lab.server(), "root@pam!apart=" + secret);

        assertThat(token.get(guest(101) + "/config").status()).isEqualTo(200);
        assertThat(token.get(guest(102) + "/config").status()).isEqualTo(403);
        assertThat(token.get("/cluster/resources").each("id"))
                .contains("lxc/101")
                .doesNotContain("lxc/102", "/pool/prod");
        assertThat(root().get("/cluster/resources").each("id")).contains("/pool/prod");
    }

    @Test
    void a_member_is_shown_as_it_was_last_broadcast_without_lock_and_tags() {
        lab.create(101, "pool", "prod", "tags", "a", "lock", "backup");

        var member = root().get("/pools/prod").data().path("members").path(0);

        assertThat(member.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "vmid",
                        "node",
                        "type",
                        "status",
                        "name",
                        "template",
                        "uptime",
                        "cpu",
                        "maxcpu",
                        "mem",
                        "maxmem",
                        "disk",
                        "maxdisk",
                        "netin",
                        "netout",
                        "diskread",
                        "diskwrite");
        assertThat(member.path("cpu").toString()).isEqualTo("0");
        assertThat(root().get("/cluster/resources?type=vm").data().path(0).propertyNames())
                .contains("tags", "pool");
    }

    @Test
    void a_pool_among_the_resources_sums_up_what_its_running_guests_use() {
        lab.create(101, "pool", "prod", "memory", "256", "cores", "1");
        lab.create(102, "pool", "prod", "memory", "512", "cores", "1");

        assertThat(pool().propertyNames()).containsExactlyInAnyOrder("id", "pool", "type");
        post(guest(101) + "/status/start");
        org.awaitility.Awaitility.await().until(() -> pool().has("uptime"));

        assertThat(pool().path("maxmem").asLong(0)).isEqualTo(256L << 20);
        assertThat(pool().path("maxcpu").toString()).isEqualTo("1");
    }

    private tools.jackson.databind.JsonNode pool() {
        return root().get("/cluster/resources")
                .data()
                .valueStream()
                .filter(entry -> entry.path("id").asString("").equals("/pool/prod"))
                .findFirst()
                .orElseThrow();
    }
}
