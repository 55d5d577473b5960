package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import phoenix.lab.Lab;
import phoenix.pve.VmId;

/** {@code pct} and its like on the node, against the API as the lab serves it. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeToolsTest {
    private RealLab lab;
    private Lab served;
    private String template;

    @BeforeAll
    void up() {
        lab = RealLab.fresh("t-tools");
        served = Lab.real(lab.place(), 0, RealLab::tell);
        template = lab.node().templates().catalogue().get(0).template();
        expect("pveam", "download", "local", template);
    }

    @AfterAll
    void down() {
        if (served != null) {
            served.close();
        }
        if (lab != null) {
            LabLeftovers.purge(lab.place(), RealLab::tell);
        }
    }

    @Test
    void pct_takes_a_container_through_its_life() throws Exception {
        expect(
                "pct",
                "create",
                "301",
                "local:vztmpl/" + template,
                "--hostname",
                "tools",
                "--memory",
                "256",
                "--unprivileged",
                "1",
                "--features",
                "nesting=1",
                "--rootfs",
                "local-zfs:2",
                "--net0",
                "name=eth0,bridge=vmbr0,ip=" + lab.address(31) + "/24,gw=" + lab.address(1));
        assertThat(expect("pct", "list")).matches("(?s)VMID +Status +Lock +Name *\\n301 +stopped +tools *");
        assertThat(expect("pct", "config", "301"))
                .contains("hostname: tools\n", "memory: 256\n")
                .doesNotContain("digest");
        expect("pct", "start", "301");
        assertThat(expect("pct", "status", "301")).isEqualTo("status: running");
        lab.awaitStarted(new VmId(301));
        assertThat(RealLab.answers(lab.address(31))).isTrue();

        assertThat(expect("pct", "exec", "301", "--", "hostname")).isEqualTo("tools");
        assertThat(lab.run("pct", "exec", "301", "--", "sh", "-c", "exit 7").code())
                .isEqualTo(7);
        Files.writeString(lab.node().root().resolve("root/note"), "carried");
        expect("pct", "push", "301", "/root/note", "/root/note", "--perms", "640");
        assertThat(expect("pct", "exec", "301", "--", "stat", "-c", "%a %s", "/root/note"))
                .isEqualTo("640 7");
        expect("pct", "pull", "301", "/root/note", "/root/back");
        assertThat(lab.node().root().resolve("root/back")).hasContent("carried");

        expect("pct", "snapshot", "301", "first", "--description", "before the change");
        expect("pct", "exec", "301", "--", "rm", "/root/note");
        expect("pct", "set", "301", "--memory", "384");
        assertThat(expect("pct", "pending", "301")).contains("cur memory: 384");
        expect("pct", "shutdown", "301");
        expect("pct", "rollback", "301", "first");
        assertThat(expect("pct", "listsnapshot", "301")).contains("`-> first", "before the change", "`-> current");
        assertThat(lab.node().root().resolve("rpool/data/subvol-301-disk-0/root/note"))
                .hasContent("carried");
        expect("pct", "clone", "301", "302", "--snapname", "first", "--full", "1", "--hostname", "second");
        expect("pct", "resize", "302", "rootfs", "3G");
        expect("pct", "template", "302");
        assertThat(lab.run("pct", "start", "302"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(255))
                .satisfies(result -> assertThat(result.err()).contains("template"));
        assertThat(expect("pvesm", "list", "local-zfs"))
                .contains("basevol-302-disk-0")
                .contains("3221225472 302");
        expect("pct", "delsnapshot", "301", "first");
        expect("pct", "destroy", "301");
        expect("pct", "destroy", "302");
        assertThat(expect("pct", "list")).isEmpty();
        assertThat(lab.node().volumes().list()).isEmpty();
    }

    @Test
    void a_size_that_a_rollback_took_back_is_found_again() throws Exception {
        expect("pct", "create", "304", "local:vztmpl/" + template, "--rootfs", "local-zfs:1", "--unprivileged", "1");
        var file = lab.node().root().resolve("etc/pve/nodes/pve/lxc/304.conf");
        expect("pct", "snapshot", "304", "small");
        expect("pct", "resize", "304", "rootfs", "2G");
        expect("pct", "rollback", "304", "small");
        assertThat(file).content().contains("size=1G").doesNotContain("size=2G");

        expect("pct", "rescan", "--vmid", "304");

        assertThat(Files.readString(file).split("\\[small]"))
                .satisfiesExactly(
                        now -> assertThat(now).contains("size=2G"),
                        then -> assertThat(then).contains("size=1G"));
        expect("pct", "destroy", "304");
    }

    @Test
    void a_lock_that_nobody_holds_any_more_is_taken_off_by_hand() throws Exception {
        expect("pct", "create", "303", "local:vztmpl/" + template, "--rootfs", "local-zfs:1", "--unprivileged", "1");
        var file = lab.node().root().resolve("etc/pve/nodes/pve/lxc/303.conf");
        String text = Files.readString(file);
        Files.writeString(file, "lock: backup\n" + text + "\n[old]\nlock: kept\n");
        assertThat(lab.run("pct", "start", "303").err()).contains("locked (backup)");

        expect("pct", "unlock", "303");

        assertThat(file).hasContent(text + "\n[old]\nlock: kept\n");
        Files.writeString(file, text);
        expect("pct", "destroy", "303");
    }

    @Test
    void pvesh_prints_json_and_proxmoxs_errors() {
        assertThat(expect("pvesh", "get", "/nodes/pve/lxc", "--output-format", "json"))
                .isEqualTo("[]");
        assertThat(expect("pvesh", "get", "/storage/local-zfs", "--output-format", "json"))
                .contains("\"type\":\"zfspool\"");

        Program.Result unknown = lab.run("pvesh", "set", "/nodes/pve/lxc/399/config", "--memory", "512");
        Program.Result wrong = lab.run("pvesh", "create", "/nodes/pve/lxc", "--vmid", "1", "--colour", "blue");

        assertThat(unknown.code()).isEqualTo(255);
        assertThat(unknown.err()).contains("Configuration file 'nodes/pve/lxc/399.conf' does not exist");
        assertThat(wrong.err())
                .startsWith("400 Parameter verification failed.\n")
                .contains("colour: ", "vmid: ");
    }

    @Test
    void the_node_may_not_set_the_machine_s_clock() {
        long bounds = Long.parseUnsignedLong(
                expect("sed", "-n", "s/^CapBnd:[[:space:]]*//p", "/proc/1/status")
                        .strip(),
                16);

        assertThat(bounds >> 25 & 1).as("CAP_SYS_TIME").isZero();
    }

    @Test
    void storages_and_paths_are_told() {
        assertThat(expect("pvesm", "status"))
                .containsPattern("local-zfs +zfspool +active +[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+%");
        assertThat(expect("pvesm", "path", "local:vztmpl/" + template))
                .isEqualTo("/var/lib/vz/template/cache/" + template);
        assertThat(expect("pvesm", "path", "local-zfs:subvol-301-disk-0")).isEqualTo("/rpool/data/subvol-301-disk-0");
        assertThat(expect("pveam", "available")).contains(template);
        assertThat(expect("pveam", "list", "local")).contains("local:vztmpl/" + template);
    }

    private String expect(String... argv) {
        Program.Result result = lab.run(argv);
        assertThat(result.succeeded())
                .as("%s: %s%s", String.join(" ", argv), result.out(), result.err())
                .isTrue();
        return result.out();
    }
}
