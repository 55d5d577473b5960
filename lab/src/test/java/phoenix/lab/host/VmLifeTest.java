package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import phoenix.lab.Lab;
import phoenix.pve.VmId;

/** A real VM from the lab's own cloud image through its life, by {@code qm} on the node. Software emulation is slow: be patient. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmLifeTest {
    private static final String IMAGE = "debian-12-cloud-amd64.qcow2";
    private static final Duration FIRST_BOOT = Duration.ofMinutes(5);

    private RealLab lab;
    private Lab served;

    @BeforeAll
    void up() {
        lab = RealLab.fresh("t-vms");
        lab.makeCloudImage(IMAGE);
        served = Lab.real(lab.place(), 0, RealLab::tell);
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
    void a_clone_of_a_template_boots_is_configured_by_cloud_init_and_goes_without_a_trace() {
        expect(
                "qm",
                "create",
                "800",
                "--name",
                "template",
                "--memory",
                "1024",
                "--cores",
                "2",
                "--agent",
                "1",
                "--scsihw",
                "virtio-scsi-single",
                "--scsi0",
                "local-zfs:0,import-from=local:import/" + IMAGE,
                "--ide2",
                "local-zfs:cloudinit",
                "--serial0",
                "socket",
                "--net0",
                "virtio,bridge=vmbr0",
                "--ciuser",
                "admin",
                "--ciupgrade",
                "0",
                "--ipconfig0",
                "ip=" + lab.address(81) + "/24,gw=" + lab.address(1));
        expect("qm", "template", "800");
        expect("qm", "clone", "800", "801", "--name", "web");
        expect("qm", "resize", "801", "scsi0", "4G");

        expect("qm", "start", "801");
        String verdict = Awaitility.await()
                .atMost(FIRST_BOOT)
                .pollInterval(Duration.ofSeconds(2))
                .until(
                        () -> lab.run("qm", "guest", "exec", "801", "--", "cloud-init", "status")
                                .out(),
                        out -> out.matches("(?s).*status: (?:done|error|disabled).*"));

        assertThat(verdict).contains("status: done");
        assertThat(inside("hostname")).contains("\"web\\n\"");
        assertThat(inside("id", "-un", "admin")).contains("\"admin\\n\"");
        assertThat(inside("df", "--output=size", "-BG", "/")).contains("4G");
        assertThat(RealLab.answers(lab.address(81))).isTrue();
        inside("sh", "-c", "echo before > /root/mark; sync");
        expect("qm", "snapshot", "801", "warm", "--vmstate", "1");
        inside("sh", "-c", "echo after > /root/mark; sync");
        expect("qm", "rollback", "801", "warm");
        assertThat(inside("cat", "/root/mark")).contains("before");
        expect("qm", "delsnapshot", "801", "warm");
        expect("qm", "set", "801", "--scsi1", "local-zfs:1");
        assertThat(inside("lsblk", "-dno", "SIZE")).contains("1G");
        expect("qm", "shutdown", "801", "--timeout", "120");
        expect("qm", "destroy", "801");
        expect("qm", "destroy", "800");
        assertThat(lab.node().images().list()).isEmpty();
        assertThat(lab.node().machines().isRunning(new VmId(801))).isFalse();
        Path run = lab.place().run().resolve("qemu");
        assertThat(PlainFile.list(run)).isEmpty();
        assertThat(lab.run("ip", "-o", "link").out()).doesNotContain("tap801");
    }

    private String inside(String... argv) {
        String[] all = new String[argv.length + 5];
        System.arraycopy(new String[] {"qm", "guest", "exec", "801", "--"}, 0, all, 0, 5);
        System.arraycopy(argv, 0, all, 5, argv.length);
        return expect(all);
    }

    private String expect(String... argv) {
        Program.Result result = lab.run(argv);
        assertThat(result.code())
                .as(String.join(" ", argv) + "\n" + result.out() + result.err())
                .isZero();
        return result.out();
    }
}
