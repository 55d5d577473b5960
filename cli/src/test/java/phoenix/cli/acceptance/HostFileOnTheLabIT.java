package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The hypervisor file of the reference fleet on a bare node. What the lab's node cannot have is taken out of it: NVIDIA's driver, the node's
 * own address; pools lie on small loop devices, and have the properties that zfs-fuse knows.
 */
@OnTheRealLab
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostFileOnTheLabIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** In both secrets of the file. */
    private static final String CANARY = "canary0";

    /** Files with a secret in them, but the backup that the accounts' tools make, and what the kernel shows of itself. */
    private static final String SECRETS_ON_NODE =
            "grep -rlF --exclude=shadow- --exclude-dir=lab-disks \"$1\" /etc /home /opt /root /run /srv /tmp /var 2>/dev/null";

    private static final String NOTHING = "Nothing to do";

    /** What the reference fleet's file does not have. */
    private static final String MORE = """
            {"proxmox_roles": {"Watcher": ["VM.Audit"], "Keeper": ["VM.Audit", "VM.Backup"]},
             "storages": [{"id": "plain", "type": "dir", "content": ["iso"],
                           "options": {"path": "/srv/plain-storage", "preallocation": "metadata", "prune-backups": "keep-last=3"}}],
             "firewall": {
               "enabled": true, "default_input_policy": "DROP", "default_output_policy": "ACCEPT",
               "rules": [{"type": "in", "action": "ACCEPT", "source": "+office", "proto": "tcp", "port": "22,8006"}],
               "node": {"enabled": true, "rules": [{"type": "in", "action": "ACCEPT", "proto": "tcp", "port": "445"}]},
               "groups": {"web": [{"type": "in", "action": "ACCEPT", "proto": "tcp", "port": "443"}]},
               "ip_sets": {"office": ["10.0.0.0/24"]}}}
            """;

    /** An export of a folder that is no data set. */
    private static final String PLAIN_EXPORT = """
            {"path": "/srv/plain", "clients": ["10.0.0.101"], "options": ["ro", "sync", "no_subtree_check"], "mode": "0750"}
            """;

    /** A package mirror that nobody answers for, and a Samba that does not start. */
    private static final String BREAK = """
            { for scheme in http https; do echo "Acquire::$scheme::Proxy \\"http://127.0.0.1:9\\";"; done
              echo 'Acquire::Retries "0";'; } >/etc/apt/apt.conf.d/99down
            mkdir -p /run/systemd/system/smbd.service.d
            printf '[Service]\\nExecStartPre=/bin/false\\n' >/run/systemd/system/smbd.service.d/down.conf
            systemctl daemon-reload
            systemctl stop smbd
            """;

    private static final String MEND = """
            rm -r /etc/apt/apt.conf.d/99down /run/systemd/system/smbd.service.d
            systemctl daemon-reload
            """;

    private final Site site;
    private final LabDisks disks;
    private final Path folder;
    private final SshUser admin;
    private ObjectNode file = JSON.createObjectNode();

    HostFileOnTheLabIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.disks = new LabDisks(site);
        this.folder = folder.resolve("fleet");
        this.admin = SshUser.in(folder.resolve("ssh"), "phoenix_admin");
    }

    @BeforeAll
    void makeTheFile() throws IOException {
        disks.make();
        ExampleCopy.of("reference-fleet", folder, site);
        Files.delete(folder.resolve("phoenix_vm_configs.json"));
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), "{\"lxc_configs\": {}}");
        Files.writeString(folder.resolve("secrets/samba-password"), CANARY + "-samba\n");
        Files.writeString(
                folder.resolve("secrets/phoenix-admin-password-hash"),
                "$6$" + CANARY + "salt$" + CANARY + "x".repeat(79) + "\n");
        file = (ObjectNode) JSON.readTree(Files.readString(hostFile()));
        file.remove(List.of("network", "nvidia_driver", "host"));
        file.putArray("packages")
                .add("zfs-fuse")
                .add("smbclient")
                .add("openssh-server")
                .add("hello");
        ((ObjectNode) file.path("users")).putArray("ssh_public_keys").add(admin.publicKey());
        file.path("shared_volumes").forEach(volume -> {
            if (volume instanceof ObjectNode object) {
                object.putObject("mounts");
            }
        });
        file.setAll((ObjectNode) JSON.readTree(MORE));
        ((ArrayNode) file.path("nfs").path("exports")).add(JSON.readTree(PLAIN_EXPORT));
        ObjectNode zfs = (ObjectNode) file.path("zfs");
        zfs.remove("arc_max_gb");
        disksOf(zfs.path("pools").path(0), "/dev/lab-disk-a", "/dev/lab-disk-b");
        disksOf(zfs.path("pools").path(1), "/dev/lab-disk-c");
        ((ObjectNode) zfs.path("pools").path(1)).putObject("options").put("delegation", "off");
        zfs.path("datasets")
                .forEach(dataSet -> ((ObjectNode) dataSet.path("properties"))
                        .removeAll()
                        .put("recordsize", "16K")
                        .put("compression", "gzip")
                        .put("quota", "20M"));
        write(file);
    }

    private static void disksOf(JsonNode pool, String... names) {
        ArrayNode list = ((ObjectNode) pool).putArray("disks");
        Arrays.asList(names).forEach(list::add);
    }

    @AfterAll
    void giveTheNodeBack() throws IOException {
        write(JSON.createObjectNode());
        setUp("--allow-removal");
        site.onNode("rm", "-rf", "/var/lib/phoenix", "/srv/plain", "/srv/plain-storage");
        disks.giveBack();
    }

    @Test
    @Order(1)
    void a_dry_run_shows_all_of_it_and_touches_nothing() {
        PhoenixCommand.Ended shown = setUp("--dry-run", "--detailed-exitcode").expect(2);

        assertThat(shown.out()).contains("pool quickOS", "data set fastData/shared-iso", "Samba shares", "firewall");
        assertThat(site.onNode("sh", "-c", "id phoenix_admin 2>&1; ls /quickOS 2>&1; true"))
                .contains("no such user", "No such file");
    }

    @Test
    @Order(2)
    void one_command_killed_and_given_again_puts_it_in_force_and_clients_see_it() {
        KilledAtEachStep killed = KilledAtEachStep.withStride(site);
        try (ArgumentWatch arguments = ArgumentWatch.of(CANARY)) {
            killed.run(setUpWith()).expect(0);

            assertThat(arguments.found()).as("argument lists in /proc").isEmpty();
        }
        killed.expectKills(25);
        assertThat(site.onNode("sh", "-c", SECRETS_ON_NODE, "sh", CANARY)).isEqualTo("/etc/shadow");

        assertThat(site.onNode("zpool", "list", "-H", "-o", "name,health"))
                .isEqualTo("fastData\tONLINE\nquickOS\tONLINE");
        assertThat(site.onNode("zfs", "get", "-H", "-o", "value", "quota,compression", "quickOS/lxc-disks"))
                .isEqualTo("20M\ngzip");
        assertThat(site.onNode("pvesm", "status"))
                .containsPattern("quickOS-lxc-disks +zfspool +active")
                .containsPattern("fastData-shared-iso +dir +active");
        assertThat(site.onNode(
                        "sh",
                        "-c",
                        "smbclient //127.0.0.1/shared-prod-data -U smbuser%$(cat \"$1\") -c 'put /etc/hosts copy; ls'",
                        "sh",
                        secretOnNode()))
                .contains("copy");
        assertThat(site.onNode("cat", "/etc/exports.d/phoenix.exports")).contains("/fastData/shared-bulk-data");
        assertThat(loggedIn("id -un")).isEqualTo("phoenix_admin");
        assertThat(site.onNode("sudo", "-l", "-U", "phoenix_admin")).contains("ALL");
        assertThat(site.onNode("pvesh", "get", "/access/acl", "--output-format", "json"))
                .contains("phoenix_admin@pam", "Administrator");
        assertThat(site.onNode("pvesh", "get", "/cluster/firewall/options", "--output-format", "json"))
                .contains("\"policy_in\":\"DROP\"");
    }

    /** What a command prints for the user who logs in with the key, from the node to itself. */
    private String loggedIn(String command) {
        try {
            return site.onNode(
                    "sh",
                    "-c",
                    "systemctl restart ssh; umask 077; printf '%s' \"$1\" >/run/key;"
                            + " ssh -i /run/key -o BatchMode=yes -o StrictHostKeyChecking=no phoenix_admin@127.0.0.1 \"$2\" 2>/dev/null",
                    "sh",
                    Files.readString(admin.key()),
                    command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The password's file, where the node can read it. */
    private String secretOnNode() {
        try {
            String password =
                    Files.readString(folder.resolve("secrets/samba-password")).strip();
            site.onNode("sh", "-c", "umask 077; printf %s \"$1\" >/run/samba-password", "sh", password);
            return "/run/samba-password";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(3)
    void the_second_run_changes_nothing_and_restarts_nothing() {
        String since = site.onNode("systemctl", "show", "smbd", "--property=ActiveEnterTimestampMonotonic");

        assertThat(setUp().expect(0).out()).contains(NOTHING);

        assertThat(site.onNode("systemctl", "show", "smbd", "--property=ActiveEnterTimestampMonotonic"))
                .isEqualTo(since);
    }

    @Test
    @Order(4)
    void each_value_that_is_changed_changes_that_and_nothing_else() throws IOException {
        Map<String, Consumer<ObjectNode>> edits = new LinkedHashMap<>();
        edits.put("time zone", host -> host.put("timezone", "Europe/Vienna"));
        edits.put(
                "data set quickOS/lxc-disks",
                host -> properties(host, "lxc-disks").put("quota", "30M"));
        edits.put(
                "data set fastData/shared-iso",
                host -> properties(host, "shared-iso").put("compression", "off"));
        edits.put("user of Proxmox phoenix_admin@pam", host -> user(host).put("proxmox_role", "PVEAuditor"));
        edits.put("user phoenix_admin", host -> user(host).putArray("ssh_public_keys"));
        edits.put(
                "exports",
                host -> ((ArrayNode) host.path("nfs").path("exports").path(0).path("clients")).add("10.0.0.102"));
        edits.put(
                "Samba shares",
                host -> ((ObjectNode) host.path("samba").path("shares").path(0))
                        .put("options", "browseable=no writable=yes"));
        edits.put(
                "storage fastData-shared-iso",
                host -> dataSet(host, "shared-iso").put("proxmox_content_type", "iso"));
        edits.put("firewall", host -> ((ObjectNode) host.path("firewall")).put("default_output_policy", "DROP"));

        for (Map.Entry<String, Consumer<ObjectNode>> edit : edits.entrySet()) {
            ObjectNode changed = file.deepCopy();
            edit.getValue().accept(changed);
            write(changed);

            assertThat(changes(setUp("--dry-run").expect(0).out()))
                    .as(edit.getKey())
                    .singleElement()
                    .asString()
                    .contains(edit.getKey());
        }
        write(file);
    }

    @Test
    @Order(5)
    void each_value_that_is_removed_goes_or_it_is_told_why_not() throws IOException {
        Map<String, Consumer<ObjectNode>> edits = new LinkedHashMap<>();
        edits.put(
                "inherited again: declared no more",
                host -> properties(host, "lxc-disks").remove("quota"));
        edits.put(
                "stays, with its data; to delete it: zfs destroy -r fastData/shared-iso",
                host -> without(host.path("zfs").path("datasets"), "shared-iso"));
        edits.put("then add --allow-removal", host -> without(host.path("zfs").path("datasets"), "shared-backups"));
        edits.put("account and home stay", host -> host.remove("users"));
        edits.put("to remove it: pveum user delete phoenix_admin@pam", host -> host.remove("users"));
        edits.put("role on /: Administrator -> (removed)", host -> user(host).put("sudo_access", false));
        edits.put("export /fastData/shared-bulk-data", host -> host.remove("nfs"));
        edits.put("- Samba shares", host -> host.remove("samba"));
        edits.put(
                "share shared-prod-data-sync: shared -> (removed)",
                host -> without(host.path("samba").path("shares"), "shared-prod-data-sync"));
        edits.put("hello: declared no more", host -> ((ArrayNode) host.path("packages")).remove(3));
        edits.put("zpool destroy fastData", HostFileOnTheLabIT::withoutFastData);
        edits.put("rmdir /quickOS/shared-prod-data/ssl", host -> host.remove("shared_volumes"));
        edits.put("rmdir /srv/plain", host -> host.remove("nfs"));
        edits.put("- role of Proxmox Watcher", host -> host.remove("proxmox_roles"));
        edits.put("for root@pam on /vms has it; to remove it", host -> host.remove("proxmox_roles"));
        edits.put(
                "1 rule of the cluster: declared no more",
                host -> firewall(host).remove("rules"));
        edits.put(
                "policy_in of the cluster: declared no more, and stays DROP",
                host -> firewall(host).remove("default_input_policy"));
        edits.put("enable of the cluster: declared no more, and stays 1", host -> host.remove("firewall"));
        edits.put("1 rule of node pve: declared no more", host -> firewall(host).remove("node"));
        edits.put("- security group web", host -> firewall(host).remove("groups"));
        edits.put("for rules name it: of the cluster", host -> host.remove("firewall"));
        edits.put("declared no more, and stays America/New_York", host -> host.remove("timezone"));
        edits.put(
                "zpool set delegation=VALUE fastData",
                host -> ((ObjectNode) host.path("zfs").path("pools").path(1)).remove("options"));
        edits.put(
                "preallocation: metadata -> (removed)",
                host -> storageOptions(host).remove("preallocation"));
        edits.put(
                "pvesm set plain --delete prune-backups",
                host -> storageOptions(host).remove("prune-backups"));
        edits.put(
                "chmod MODE /srv/plain",
                host -> ((ObjectNode) host.path("nfs").path("exports").path(1)).remove("mode"));
        site.onNode("pvesh", "set", "/access/acl", "--path", "/vms", "--users", "root@pam", "--roles", "Keeper");

        for (Map.Entry<String, Consumer<ObjectNode>> edit : edits.entrySet()) {
            ObjectNode changed = file.deepCopy();
            edit.getValue().accept(changed);
            write(changed);

            assertThat(setUp("--dry-run").out()).contains(edit.getKey());
        }
        write(file);
    }

    @Test
    @Order(6)
    void what_is_removed_is_gone_after_the_run_and_what_stays_is_told_until_it_is_gone() throws IOException {
        ObjectNode changed = file.deepCopy();
        changed.remove("proxmox_roles");
        firewall(changed).remove(List.of("groups", "ip_sets"));
        firewall(changed).putArray("rules");
        ((ArrayNode) changed.path("packages")).remove(3);
        changed.remove("timezone");
        storageOptions(changed).remove("preallocation");
        write(changed);

        PhoenixCommand.Ended removed = setUp().expect(0);

        assertThat(removed.out()).contains("hello: declared no more");
        assertThat(site.onNode("cat", "/etc/pve/firewall/cluster.fw")).doesNotContain("office", "web");
        assertThat(site.onNode("cat", "/etc/pve/user.cfg"))
                .doesNotContain("role:Watcher:")
                .contains("role:Keeper:");
        assertThat(site.onNode("cat", "/etc/pve/storage.cfg"))
                .contains("dir: plain", "keep-last=3")
                .doesNotContain("preallocation");
        PhoenixCommand.Ended again = setUp().expect(0);
        assertThat(again.out())
                .contains(NOTHING, "hello: declared no more", "pveum role delete Keeper")
                .contains("declared no more, and stays America/New_York");

        site.onNode("ln", "-sfT", "/usr/share/zoneinfo/Asia/Tokyo", "/etc/localtime");
        site.onNode("apt-get", "-qq", "-y", "remove", "hello");
        site.onNode(
                "pvesh",
                "set",
                "/access/acl",
                "--path",
                "/vms",
                "--users",
                "root@pam",
                "--roles",
                "Keeper",
                "--delete",
                "1");

        assertThat(setUp().expect(0).out()).doesNotContain("hello", "time zone");
        assertThat(site.onNode("cat", "/etc/pve/user.cfg")).doesNotContain("role:Keeper:");
        assertThat(site.onNode("sh", "-c", "cat /var/lib/phoenix/roles 2>&1; true"))
                .contains("No such file");
        write(file);
        setUp().expect(0);
        assertThat(site.onNode("cat", "/etc/pve/firewall/cluster.fw"))
                .contains("[IPSET office] # made by Phoenix", "[group web] # made by Phoenix");
    }

    @Test
    @Order(7)
    void a_bridge_that_is_removed_from_the_file_is_told_until_it_is_gone_and_so_is_an_option_of_it()
            throws IOException {
        ObjectNode changed = file.deepCopy();
        ObjectNode bridge =
                changed.putObject("network").putArray("bridges").addObject().put("name", "vmbr7");
        bridge.putArray("ports");
        bridge.put("mtu", 1400);
        write(changed);
        setUp("--allow-network").expect(0);
        assertThat(site.onNode("ip", "-brief", "link", "show", "vmbr7")).contains("vmbr7");
        bridge.remove("mtu");
        write(changed);
        assertThat(setUp().expect(0).out()).contains(NOTHING, "mtu of bridge vmbr7", "stays 1400");
        write(file);

        PhoenixCommand.Ended told = setUp().expect(0);

        assertThat(told.out())
                .contains(NOTHING, "pvesh delete /nodes/pve/network/vmbr7 && pvesh set /nodes/pve/network")
                .doesNotContain("mtu of bridge");
        site.onNode("pvesh", "delete", "/nodes/pve/network/vmbr7");
        site.onNode("pvesh", "set", "/nodes/pve/network");
        assertThat(setUp().expect(0).out()).doesNotContain("vmbr7");
    }

    @Test
    @Order(8)
    void a_user_that_was_there_keeps_all_but_what_phoenix_gave_when_the_file_drops_it() throws IOException {
        site.onNode("useradd", "-m", "found");
        site.onNode("pvesh", "create", "/access/users", "--userid", "found@pam", "--comment", "by hand");
        ObjectNode changed = file.deepCopy();
        ArrayNode users = changed.putArray("users").add(user(file).deepCopy());
        users.addObject()
                .put("username", "found")
                .put("sudo_access", true)
                .putArray("ssh_public_keys")
                .add(admin.publicKey());
        write(changed);
        setUp().expect(0);
        assertThat(whatIsFound()).contains("NOPASSWD", "ssh-", "found@pam:Administrator");
        assertThat(setUp().expect(0).out()).contains(NOTHING);
        write(file);

        setUp().expect(0);

        assertThat(whatIsFound()).doesNotContain("NOPASSWD", "ssh-", "found@pam:Administrator");
        assertThat(site.onNode("chage", "-l", "found")).containsPattern("Account expires\\s*: never");
        assertThat(setUp().expect(0).out()).contains(NOTHING).doesNotContain("found@pam");
        site.onNode("userdel", "-r", "found");
        site.onNode("pvesh", "delete", "/access/users/found@pam");
    }

    private String whatIsFound() {
        return site.onNode(
                "sh",
                "-c",
                "cat /etc/sudoers.d/phoenix-found ~found/.ssh/authorized_keys; cat /etc/pve/user.cfg; true");
    }

    /** Without the second pool and all that lies on it. */
    private static void withoutFastData(ObjectNode host) {
        host.remove(List.of("nfs", "samba", "shared_volumes"));
        ((ArrayNode) host.path("zfs").path("pools")).remove(1);
        ((ArrayNode) host.path("zfs").path("datasets"))
                .removeIf(each -> each.path("pool").asString("").equals("fastData"));
    }

    private static ObjectNode storageOptions(ObjectNode host) {
        return (ObjectNode) host.path("storages").path(0).path("options");
    }

    private static ObjectNode firewall(ObjectNode host) {
        return (ObjectNode) host.path("firewall");
    }

    private static void without(JsonNode list, String name) {
        ((ArrayNode) list).removeIf(each -> each.path("name").asString("").equals(name));
    }

    @Test
    @Order(9)
    void a_mirror_that_is_down_and_a_server_that_does_not_start_leave_the_others_done() throws IOException {
        ObjectNode changed = file.deepCopy();
        changed.put("timezone", "Europe/Vienna");
        ((ArrayNode) changed.path("packages")).add("figlet");
        ((ObjectNode) changed.path("samba").path("shares").path(0)).put("options", "browseable=no writable=yes");
        write(changed);
        site.onNode("sh", "-c", BREAK);

        PhoenixCommand.Ended broken = setUp().expect(1);

        assertThat(broken.out())
                .containsPattern("packages +failed")
                .containsPattern("Samba server +failed")
                .containsPattern("time zone +changed")
                .contains("the same command goes on from here");
        assertThat(site.onNode("cat", "/etc/timezone")).isEqualTo("Europe/Vienna");

        site.onNode("sh", "-c", MEND);
        setUp().expect(0);

        assertThat(site.onNode("figlet", "-v")).isNotEmpty();
        assertThat(site.onNode("systemctl", "is-active", "smbd")).isEqualTo("active");
        write(file);
    }

    /** The lines of a plan that stand for a thing that is not as declared. */
    private static List<String> changes(String plan) {
        List<String> changes = new ArrayList<>();
        plan.lines().filter(line -> line.matches("\\s*[+~-] .*")).forEach(changes::add);
        return changes;
    }

    private static ObjectNode user(ObjectNode host) {
        return (ObjectNode) host.path("users");
    }

    private static ObjectNode dataSet(ObjectNode host, String name) {
        for (JsonNode each : host.path("zfs").path("datasets")) {
            if (each.path("name").asString("").equals(name)) {
                return (ObjectNode) each;
            }
        }
        throw new AssertionError("no data set " + name);
    }

    private static ObjectNode properties(ObjectNode host, String name) {
        return (ObjectNode) dataSet(host, name).path("properties");
    }

    private Path hostFile() {
        return folder.resolve("phoenix_hypervisor_config.json");
    }

    private void write(ObjectNode host) throws IOException {
        Files.writeString(hostFile(), host.toPrettyString());
    }

    private PhoenixCommand.Ended setUp(String... more) {
        return site.phoenix(setUpWith(more));
    }

    private String[] setUpWith(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--config", folder.toString(), "--setup-hypervisor", "--yes"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
