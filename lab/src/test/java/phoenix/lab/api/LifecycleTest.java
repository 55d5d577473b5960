package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import phoenix.lab.node.Volumes;

final class LifecycleTest extends LabTest {
    private List<String> volumes() {
        return lab.node().volumes().list().stream().map(Volumes.Usage::volume).toList();
    }

    @Test
    void a_container_is_created_started_stopped_and_destroyed() {
        lab.create(101, "hostname", "web");
        assertThat(status(101)).isEqualTo("stopped");

        assertThat(post(guest(101) + "/status/start")).isEqualTo("OK");
        assertThat(status(101)).isEqualTo("running");

        assertThat(post(guest(101) + "/status/shutdown")).isEqualTo("OK");
        assertThat(status(101)).isEqualTo("stopped");

        assertThat(lab.done(root().delete(guest(101)))).isEqualTo("OK");
        assertThat(lab.config(101).message()).isEqualTo("Configuration file 'nodes/pve/lxc/101.conf' does not exist\n");
        assertThat(volumes()).isEmpty();
    }

    @Test
    void what_proxmox_adds_at_creation_is_in_the_file() throws IOException {
        lab.create(101, "net0", "name=eth0,bridge=vmbr0,ip=10.0.0.5/24,gw=10.0.0.1");

        assertThat(lab.file(101).lines().map(line -> line.replaceFirst("hwaddr=[0-9A-F:]{17}", "hwaddr=MAC")))
                .containsExactly(
                        "arch: amd64",
                        "hostname: CT101",
                        "memory: 512",
                        "net0: name=eth0,bridge=vmbr0,gw=10.0.0.1,hwaddr=MAC,ip=10.0.0.5/24,type=veth",
                        "ostype: debian",
                        "rootfs: local-zfs:subvol-101-disk-0,size=4G",
                        "swap: 512",
                        "unprivileged: 1");
    }

    @Test
    void a_container_without_rootfs_gets_four_gigabytes_on_the_default_storage() {
        Map<String, String> creation = Lab.creation(101);
        creation.remove("rootfs");

        Answer refused = root().post("/nodes/pve/lxc", creation);
        creation.put("storage", "local-zfs");
        assertThat(lab.done(root().post("/nodes/pve/lxc", creation))).isEqualTo("OK");

        assertThat(refused.error("storage")).isEqualTo("storage 'local' does not support container directories");
        assertThat(option(101, "rootfs")).isEqualTo("local-zfs:subvol-101-disk-0,size=4G");
    }

    @Test
    void a_creation_that_fails_leaves_nothing_behind() {
        Map<String, String> creation = Lab.creation(101);
        creation.put("ostemplate", "local:vztmpl/absent_1_amd64.tar.zst");

        String end = lab.done(root().post("/nodes/pve/lxc", creation));

        assertThat(end)
                .isEqualTo("unable to create CT 101 - volume 'local:vztmpl/absent_1_amd64.tar.zst' does not exist");
        assertThat(lab.config(101).status()).isEqualTo(500);
        assertThat(volumes()).isEmpty();
    }

    @Test
    void start_at_creation_is_a_task_of_its_own() {
        lab.create(101, "start", "1");

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> status(101).equals("running"));
        assertThat(root().get("/nodes/pve/tasks?vmid=101&source=all").each("type"))
                .containsExactlyInAnyOrder("vzcreate", "vzstart");
    }

    @Test
    void a_taken_number_is_refused_in_the_call() {
        lab.create(101);

        Answer again = root().post("/nodes/pve/lxc", Lab.creation(101));

        assertThat(again.status()).isEqualTo(500);
        assertThat(again.message()).isEqualTo("CT 101 already exists on node 'pve'\n");
        assertThat(again.reason()).isEqualTo("CT 101 already exists on node 'pve'");
    }

    @Test
    void mount_points_need_a_root() {
        Map<String, String> creation = Lab.creation(101, "mp0", "local-zfs:1,mp=/data");
        creation.remove("rootfs");

        assertThat(root().post("/nodes/pve/lxc", creation).message())
                .isEqualTo("mount points configured, but 'rootfs' not set - aborting\n");
    }

    @Test
    void power_calls_that_make_no_sense_are_refused_in_the_call() {
        lab.create(101);

        assertThat(root().post(guest(101) + "/status/stop", Map.of()).message()).isEqualTo("CT 101 not running\n");
        assertThat(root().post(guest(101) + "/status/reboot", Map.of()).message())
                .isEqualTo("VM 101 not running\n");
        post(guest(101) + "/status/start");
        assertThat(root().post(guest(101) + "/status/start", Map.of()).message())
                .isEqualTo("CT 101 already running\n");
    }

    @Test
    void a_running_container_is_destroyed_only_by_force() {
        lab.create(101);
        post(guest(101) + "/status/start");

        assertThat(root().delete(guest(101)).message()).isEqualTo("unable to destroy CT 101 - container is running\n");
        assertThat(lab.done(root().delete(guest(101) + "?force=1&purge=1"))).isEqualTo("OK");
        assertThat(lab.node().containers().running()).isEmpty();
    }

    @Test
    void a_protected_container_is_not_destroyed() {
        lab.create(101, "protection", "1");

        assertThat(root().delete(guest(101)).message()).isEqualTo("can't remove CT 101 - protection mode enabled\n");
    }

    @Test
    void a_full_clone_of_a_snapshot_has_its_content_new_macs_and_no_snapshots() {
        lab.create(900, "hostname", "base", "net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:00:01");
        post(guest(900) + "/snapshot", "snapname", "ready");

        assertThat(post(guest(900) + "/clone", "newid", "953", "snapname", "ready", "full", "1", "hostname", "gw"))
                .isEqualTo("OK");

        assertThat(option(953, "hostname")).isEqualTo("gw");
        assertThat(option(953, "rootfs")).isEqualTo("local-zfs:subvol-953-disk-0,size=4G");
        assertThat(option(953, "net0"))
                .startsWith("name=eth0,bridge=vmbr0,hwaddr=BC:24:11:")
                .doesNotContain("00:00:01");
        assertThat(option(953, "lock") + option(900, "lock")).isEmpty();
        assertThat(root().get(guest(953) + "/snapshot").each("name")).containsExactly("current");
    }

    @Test
    void a_template_is_cloned_by_link_and_cannot_go_while_clones_need_it() {
        lab.create(900);
        assertThat(root().post(guest(900) + "/template", Map.of()).data().isNull())
                .isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> option(900, "template").equals("1"));

        assertThat(post(guest(900) + "/clone", "newid", "953")).isEqualTo("OK");

        assertThat(option(900, "rootfs")).isEqualTo("local-zfs:basevol-900-disk-0,size=4G");
        assertThat(option(953, "rootfs")).isEqualTo("local-zfs:basevol-900-disk-0/subvol-953-disk-0,size=4G");
        assertThat(lab.done(root().delete(guest(900))))
                .isEqualTo("base volume 'basevol-900-disk-0' is still in use by linked clones");
        assertThat(post(guest(900) + "/status/start")).isEqualTo("you can't start a CT if it's a template");
        assertThat(root().post(guest(900) + "/clone", form("newid", "954", "storage", "local-zfs"))
                        .message())
                .isEqualTo("parameter 'storage' not allowed for linked clones\n");
        lab.done(root().delete(guest(953)));
        assertThat(lab.done(root().delete(guest(900)))).isEqualTo("OK");
    }

    @Test
    void no_template_is_made_of_a_container_with_snapshots() {
        lab.create(900);
        post(guest(900) + "/snapshot", "snapname", "one");

        assertThat(root().post(guest(900) + "/template", Map.of()).message())
                .isEqualTo("unable to create template, because CT contains snapshots\n");
    }

    @Test
    void a_running_source_is_cloned_from_a_snapshot_only() {
        lab.create(900);
        post(guest(900) + "/snapshot", "snapname", "one");
        post(guest(900) + "/status/start");

        assertThat(root().post(guest(900) + "/clone", form("newid", "953")).message())
                .isEqualTo("Cannot do full clones on a running container without snapshots\n");
        assertThat(lab.config(953).status()).isEqualTo(500);
        assertThat(option(900, "lock")).isEmpty();
        assertThat(post(guest(900) + "/clone", "newid", "953", "snapname", "one"))
                .isEqualTo("OK");
    }

    @Test
    void volumes_grow_and_never_shrink() {
        lab.create(101);

        assertThat(lab.done(root().put(guest(101) + "/resize", form("disk", "rootfs", "size", "+1G"))))
                .isEqualTo("OK");
        assertThat(option(101, "rootfs")).isEqualTo("local-zfs:subvol-101-disk-0,size=5G");
        assertThat(root().put(guest(101) + "/resize", form("disk", "rootfs", "size", "5G"))
                        .message())
                .isEqualTo("disk is already at specified size\n");
        assertThat(root().put(guest(101) + "/resize", form("disk", "rootfs", "size", "4G"))
                        .message())
                .isEqualTo("unable to shrink disk size\n");
    }

    @Test
    void a_running_container_tells_its_addresses_and_a_stopped_one_null() {
        lab.create(101, "net0", "name=eth0,bridge=vmbr0,ip=10.0.0.5/24");
        assertThat(root().get(guest(101) + "/interfaces").data().isNull()).isTrue();

        post(guest(101) + "/status/start");

        Answer interfaces = root().get(guest(101) + "/interfaces");
        assertThat(interfaces.each("name")).containsExactly("lo", "eth0");
        assertThat(interfaces.each("inet")).containsExactly("127.0.0.1/8", "10.0.0.5/24");
    }
}
