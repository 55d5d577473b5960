package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import phoenix.lab.simulated.Result;
import phoenix.lab.simulated.SimulatedShell;

/** What a shell on the simulated node answers, in the way Phoenix asks. */
final class SimulatedShellTest extends LabTest {
    private static final byte[] NOTHING = new byte[0];

    private SimulatedShell shell() {
        return new SimulatedShell(lab.node(), lab.server().tools());
    }

    private Result run(String... argv) {
        return shell().exec(List.of(argv), NOTHING);
    }

    @BeforeEach
    void makeGuest() {
        lab.create(101, "hostname", "web", "net0", "name=eth0,bridge=vmbr0,ip=10.9.0.5/24");
    }

    @Test
    void all_configurations_are_read_at_once() throws IOException {
        lab.create(102);

        Result all = run("grep", "-r", "-H", "--include=*.conf", "", "/etc/pve/nodes");

        assertThat(all.exitCode()).isZero();
        assertThat(all.stdout().lines().filter(line -> line.contains("/101.conf:")))
                .containsExactlyElementsOf(lab.file(101)
                        .lines()
                        .map(line -> "/etc/pve/nodes/pve/lxc/101.conf:" + line)
                        .toList());
        assertThat(all.stdout()).contains("/etc/pve/nodes/pve/lxc/102.conf:hostname: CT102\n");
    }

    @Test
    void a_command_in_a_running_guest_succeeds_and_is_recorded() throws IOException {
        post(guest(101) + "/status/start");

        Result result = shell().exec(
                        List.of("lxc-attach", "--name", "101", "--clear-env", "--set-var", "A=b", "--", "tar", "-x"),
                        "archive".getBytes(StandardCharsets.UTF_8));

        assertThat(result).isEqualTo(new Result(0, "", ""));
        try (Stream<Path> files = Files.list(folder.resolve("node/guests/101/attached"))) {
            List<Path> recorded = files.sorted().toList();
            assertThat(recorded).hasSize(2);
            assertThat(recorded.get(0)).hasContent("tar\n-x\n");
            assertThat(recorded.get(1)).hasContent("archive");
        }
    }

    @Test
    void a_stopped_guest_refuses_as_lxc_attach_does() {
        Result result = run("lxc-attach", "-n", "101", "--", "true");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).startsWith("lxc-attach: 101: ").contains("Failed to get init pid");
    }

    @Test
    void outcomes_can_be_written_beforehand() throws IOException {
        post(guest(101) + "/status/start");
        Path rules = Files.createDirectories(folder.resolve("node/commands")).resolve("101");
        Files.writeString(rules, "3 install.sh => no space left\n0 hello => hi\n");

        assertThat(run("lxc-attach", "-n", "101", "--", "/bin/sh", "/tmp/install.sh"))
                .isEqualTo(new Result(3, "", "no space left\n"));
        assertThat(run("lxc-attach", "-n", "101", "--", "echo", "hello").stdout())
                .isEqualTo("hi\n");
        assertThat(run("lxc-attach", "-n", "101", "--", "mktemp", "-d").stdout())
                .startsWith("/tmp/");
    }

    @Test
    void a_running_guest_answers_at_its_address() {
        String url = "http://10.9.0.5:80/";
        assertThat(run("curl", "--fail", url).exitCode()).isEqualTo(7);

        post(guest(101) + "/status/start");

        assertThat(run("curl", "--fail", "--output", "/dev/null", url)).isEqualTo(new Result(0, "", ""));
        assertThat(run("curl", "--fail", "http://10.9.0.50/").exitCode()).isEqualTo(7);
    }

    @Test
    void a_running_vm_answers_at_its_address() {
        String url = "http://10.9.0.6:8080/";
        post("/nodes/pve/qemu", "vmid", "201", "ipconfig0", "ip=10.9.0.6/24");
        assertThat(run("curl", "--fail", url).exitCode()).isEqualTo(7);

        post("/nodes/pve/qemu/201/status/start");

        assertThat(run("curl", "--fail", url).exitCode()).isZero();
    }

    @Test
    void pvesh_is_root_and_waits_for_tasks() {
        assertThat(run("pvesh", "get", "/cluster/nextid", "--output-format", "json")
                        .stdout())
                .isEqualTo("\"100\"\n");
        assertThat(run(
                                "env",
                                "LC_ALL=C.UTF-8",
                                "pvesh",
                                "set",
                                "/nodes/pve/lxc/101/config",
                                "--features",
                                "keyctl=1,nesting=1",
                                "--output-format",
                                "json")
                        .exitCode())
                .isZero();
        assertThat(option(101, "features")).isEqualTo("keyctl=1,nesting=1");

        Result started = run("pvesh", "create", "/nodes/pve/lxc/101/status/start", "--output-format", "json");

        assertThat(started.stdout()).matches("\"UPID:pve:.*:vzstart:101:root@pam:\"\n");
        assertThat(status(101)).isEqualTo("running");
    }

    @Test
    void pvesh_fails_with_proxmoxs_words() {
        Result absent = run("pvesh", "get", "/nodes/pve/lxc/999/config");
        Result wrong = run("pvesh", "set", "/nodes/pve/lxc/101/config", "--memory", "1");

        assertThat(absent.exitCode()).isEqualTo(255);
        assertThat(absent.stderr()).isEqualTo("Configuration file 'nodes/pve/lxc/999.conf' does not exist\n");
        assertThat(wrong.stderr())
                .isEqualTo("400 Parameter verification failed.\nmemory: value must have a minimum value of 16\n");
    }

    @Test
    void other_programs_are_not_there() {
        assertThat(run("zpool", "list").exitCode()).isEqualTo(127);
        assertThat(run("cat", "/etc/pve/storage.cfg").stdout()).startsWith("dir: local\n");
    }
}
