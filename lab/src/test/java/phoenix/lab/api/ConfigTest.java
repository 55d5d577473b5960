package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

final class ConfigTest extends LabTest {
    /** What waits for a restart: the value, or {@code delete}. */
    private Map<String, String> pending(int id) {
        Map<String, String> waiting = new TreeMap<>();
        for (JsonNode entry : root().get(guest(id) + "/pending").data()) {
            if (entry.has("pending")) {
                waiting.put(
                        entry.path("key").asString(""), entry.path("pending").asString(""));
            } else if (entry.has("delete")) {
                waiting.put(entry.path("key").asString(""), "delete");
            }
        }
        return waiting;
    }

    @Test
    void values_are_stored_in_proxmoxs_own_spelling() {
        lab.create(101);

        set(101, "tags", "Web,prod;web", "net0", "bridge=vmbr0,name=eth0", "mp0", "volume=local-zfs:0.5,mp=/data");

        assertThat(option(101, "tags")).isEqualTo("prod;web");
        assertThat(option(101, "net0")).matches("name=eth0,bridge=vmbr0,hwaddr=BC:24:11(:[0-9A-F]{2}){3},type=veth");
        assertThat(option(101, "mp0")).isEqualTo("local-zfs:subvol-101-disk-1,mp=/data,size=512M");
    }

    @Test
    void numbers_come_as_numbers_and_text_as_text() {
        lab.create(101, "cores", "2", "cpulimit", "1.5", "onboot", "1", "cpuunits", "20000");

        JsonNode config = lab.config(101).data();

        assertThat(config.path("cores").isNumber()).isTrue();
        assertThat(config.path("onboot").asInt(0)).isEqualTo(1);
        assertThat(config.path("cpulimit").asString("")).isEqualTo("1.5");
        assertThat(config.path("cpuunits").asInt(0)).isEqualTo(10_000);
    }

    @Test
    void the_description_is_kept_at_the_top_of_the_file_and_comes_back_with_a_line_break() throws IOException {
        lab.create(101, "description", "{\"v\":1}\nsecond line 100%");

        assertThat(lab.file(101)).startsWith("#{\"v\"%3A1}\n#second line 100%25\n");
        assertThat(option(101, "description")).isEqualTo("{\"v\":1}\nsecond line 100%\n");
    }

    @Test
    void the_digest_is_that_of_the_file_and_guards_against_others_changes()
            throws IOException, NoSuchAlgorithmException {
        lab.create(101);
        String digest = option(101, "digest");
        byte[] file = Files.readAllBytes(lab.node().root().resolve("etc/pve/nodes/pve/lxc/101.conf"));

        assertThat(digest)
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(file)));
        assertThat(set(101, "cores", "1", "digest", digest).status()).isEqualTo(200);
        assertThat(set(101, "cores", "2", "digest", digest).message())
                .isEqualTo("detected modified configuration - file changed by other user? Try again.\n");
    }

    @Test
    void options_are_deleted_by_name_and_a_missing_one_is_no_error() {
        lab.create(101, "cores", "2", "onboot", "1");

        assertThat(set(101, "delete", "cores,onboot,cpulimit").status()).isEqualTo(200);

        assertThat(option(101, "cores") + option(101, "onboot")).isEmpty();
    }

    @Test
    void what_a_container_cannot_do_without_is_not_deleted() {
        lab.create(101);

        assertThat(set(101, "delete", "memory").message()).isEqualTo("unable to delete required option 'memory'\n");
        assertThat(set(101, "delete", "rootfs").message()).isEqualTo("unable to delete required option 'rootfs'\n");
        assertThat(set(101, "unprivileged", "0").message())
                .isEqualTo("unable to modify read-only option: 'unprivileged'\n");
        assertThat(set(101, "delete", "unprivileged").message())
                .isEqualTo("unable to delete read-only option: 'unprivileged'\n");
    }

    @Test
    void contradictions_and_unknown_names_are_named() {
        lab.create(101);

        assertThat(set(101, "cores", "1", "delete", "cores").error("delete"))
                .isEqualTo("you can't use '-cores' and -delete cores' at the same time");
        assertThat(set(101, "delete", "colour").error("delete")).isEqualTo("unknown option 'colour'");
        assertThat(set(101, "revert", "colour").error("revert")).isEqualTo("unknown option 'colour'");
        assertThat(root().send("PUT", guest(101) + "/config", "", "").message()).isEqualTo("no options specified\n");
    }

    @Test
    void a_running_container_takes_some_changes_at_once() {
        lab.create(101);
        post(guest(101) + "/status/start");

        set(101, "memory", "1024", "swap", "0", "cores", "2", "net0", "name=eth0,bridge=vmbr0", "tags", "x");

        assertThat(pending(101)).isEmpty();
        assertThat(lab.node().containers().inForce(new VmId(101), "memory")).contains("1024");
        assertThat(lab.node().containers().inForce(new VmId(101), "net0")).isPresent();
    }

    @Test
    void other_changes_of_a_running_container_wait_for_a_restart() {
        lab.create(101, "nameserver", "10.0.0.1", "searchdomain", "lan");
        post(guest(101) + "/status/start");

        Answer answer = set(101, "features", "nesting=1", "nameserver", "10.0.0.2", "delete", "searchdomain");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(pending(101))
                .containsExactly(
                        Map.entry("features", "nesting=1"),
                        Map.entry("nameserver", "10.0.0.2"),
                        Map.entry("searchdomain", "delete"));
        assertThat(option(101, "nameserver")).isEqualTo("10.0.0.2");
        assertThat(root().get(guest(101) + "/config?current=1")
                        .data()
                        .path("nameserver")
                        .asString(""))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void a_restart_takes_what_waited() throws IOException {
        lab.create(101, "searchdomain", "lan");
        post(guest(101) + "/status/start");
        set(101, "features", "nesting=1", "delete", "searchdomain");
        assertThat(lab.file(101)).contains("\n[pve:pending]\ndelete: searchdomain\nfeatures: nesting=1\n");

        assertThat(post(guest(101) + "/status/reboot")).isEqualTo("OK");

        assertThat(pending(101)).isEmpty();
        assertThat(lab.file(101)).contains("features: nesting=1").doesNotContain("searchdomain", "[pve:pending]");
        assertThat(status(101)).isEqualTo("running");
    }

    @Test
    void a_stop_takes_what_waited_and_keeps_a_detached_volume() throws IOException {
        lab.create(101, "mp0", "local-zfs:1,mp=/data");
        post(guest(101) + "/status/start");
        set(101, "delete", "mp0", "rootfs", "local-zfs:subvol-101-disk-0,size=4G,mountoptions=noatime");
        assertThat(pending(101)).containsKeys("mp0", "rootfs");

        assertThat(post(guest(101) + "/status/shutdown")).isEqualTo("OK");

        assertThat(lab.file(101))
                .contains("rootfs: local-zfs:subvol-101-disk-0,size=4G,mountoptions=noatime\n")
                .contains("unused0: local-zfs:subvol-101-disk-1\n")
                .doesNotContain("mp0", "[pve:pending]");
    }

    @Test
    void an_option_can_wait_for_both_a_change_and_its_end() {
        lab.create(101, "nameserver", "10.0.0.1");
        post(guest(101) + "/status/start");
        set(101, "nameserver", "10.0.0.2");

        set(101, "delete", "nameserver");

        JsonNode entry = root().get(guest(101) + "/pending")
                .data()
                .valueStream()
                .filter(found -> found.path("key").asString("").equals("nameserver"))
                .findFirst()
                .orElseThrow();
        assertThat(entry.path("pending").asString("")).isEqualTo("10.0.0.2");
        assertThat(entry.path("delete").asInt(0)).isEqualTo(1);
        assertThat(option(101, "nameserver")).isEmpty();
    }

    @Test
    void a_bridge_that_is_not_there_is_refused_live_and_at_the_start() {
        lab.create(101, "net0", "name=eth0,bridge=vmbr9");
        assertThat(post(guest(101) + "/status/start")).isEqualTo("bridge 'vmbr9' does not exist");
        lab.create(102);
        post(guest(102) + "/status/start");

        assertThat(set(102, "net1", "name=eth1,bridge=vmbr9").error("net1"))
                .isEqualTo("unable to hotplug net1: bridge 'vmbr9' does not exist\n");
        assertThat(lab.token()
                        .put(guest(102) + "/config", form("net1", "name=eth1"))
                        .message())
                .isEqualTo("no sdn vnet ID specified\n");
        assertThat(option(102, "net1")).isEmpty();
    }

    @Test
    void what_waits_can_be_reverted() {
        lab.create(101);
        post(guest(101) + "/status/start");
        set(101, "features", "nesting=1");

        assertThat(set(101, "revert", "features").status()).isEqualTo(200);

        assertThat(pending(101)).isEmpty();
    }

    @Test
    void a_detached_volume_is_kept_until_it_is_deleted_as_unused() {
        lab.create(101, "mp0", "local-zfs:1,mp=/data");

        set(101, "delete", "mp0");
        assertThat(option(101, "unused0")).isEqualTo("local-zfs:subvol-101-disk-1");
        set(101, "delete", "unused0");

        assertThat(option(101, "unused0")).isEmpty();
        assertThat(lab.node().volumes().list()).hasSize(1);
    }

    @Test
    void raw_lines_written_on_the_node_are_shown_and_kept() throws IOException {
        lab.create(101);
        Files.writeString(
                lab.node().root().resolve("etc/pve/nodes/pve/lxc/101.conf"),
                lab.file(101) + "lxc.cap.drop: sys_admin\n");

        set(101, "cores", "1");

        assertThat(lab.file(101)).endsWith("lxc.cap.drop: sys_admin\n");
        assertThat(lab.config(101).data().path("lxc").path(0).path(1).asString(""))
                .isEqualTo("sys_admin");
    }

    @Test
    void a_locked_container_is_not_changed() {
        lab.create(101);
        set(101, "lock", "backup");

        assertThat(set(101, "cores", "1").message()).isEqualTo("CT is locked (backup)\n");
        assertThat(root().delete(guest(101)).message()).isEqualTo("CT is locked (backup)\n");
        assertThat(post(guest(101) + "/status/start")).isEqualTo("CT is locked (backup)");
        assertThat(post(guest(101) + "/status/start", "skiplock", "1")).isEqualTo("OK");
    }
}
