package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import phoenix.lab.simulated.Result;
import phoenix.lab.simulated.SimulatedShell;

/** {@code lxc.*} lines, which only the node's shell can write. */
final class RawLinesTest extends LabTest {
    private static final String FILE = "/etc/pve/lxc/101.conf";

    @BeforeEach
    void makeGuest() {
        lab.create(101);
    }

    private Result run(String stdin, String... argv) {
        return new SimulatedShell(lab.node(), lab.server().tools())
                .exec(List.of(argv), stdin.getBytes(StandardCharsets.UTF_8));
    }

    private void writeRawLines(String... lines) throws IOException {
        Result written = run(
                lab.file(101) + String.join("\n", lines) + "\n",
                "sh",
                "-c",
                "set -e; umask 077; cat > \"$1.tmp.$$\"; mv -f \"$1.tmp.$$\" \"$1\"; ls /etc/pve/lxc",
                "sh",
                FILE);
        assertThat(written).isEqualTo(new Result(0, "101.conf\n", ""));
    }

    @Test
    void the_shell_replaces_the_file_and_the_api_shows_and_keeps_the_lines() throws IOException {
        writeRawLines(
                "lxc.mount.entry = /dev/dri dev/dri none bind,optional,create=dir",
                "lxc.cgroup2.devices.allow: c 226:* rwm",
                "lxc.wombat = 1",
                "lxc.rootfs.path = /elsewhere");

        assertThat(lab.config(101).data().path("lxc").toString())
                .isEqualTo("[[\"lxc.mount.entry\",\"/dev/dri dev/dri none bind,optional,create=dir\"],"
                        + "[\"lxc.cgroup2.devices.allow\",\"c 226:* rwm\"]]");
        set(101, "cores", "2");
        assertThat(lab.file(101)).endsWith("""
                        unprivileged: 1
                        lxc.mount.entry: /dev/dri dev/dri none bind,optional,create=dir
                        lxc.cgroup2.devices.allow: c 226:* rwm
                        """);
        assertThat(run("", "cat", FILE).stdout()).isEqualTo(lab.file(101));
    }

    @Test
    void lines_go_with_snapshots_and_clones_and_come_back_with_a_rollback() throws IOException {
        writeRawLines("lxc.environment: A=1");
        post(guest(101) + "/snapshot", "snapname", "one");
        Result edited = run("", "sed", "-i", "s/^lxc.environment: A=1$/lxc.environment: A=2/", FILE);
        assertThat(edited).isEqualTo(new Result(0, "", ""));
        assertThat(lab.file(101)).doesNotContain("A=1");
        set(101, "cores", "2");

        assertThat(post(guest(101) + "/clone", "newid", "102")).isEqualTo("OK");
        assertThat(lab.file(102)).endsWith("\nlxc.environment: A=2\n");
        Result appended = run("lxc.environment: B=3\n", "tee", "-a", FILE);
        assertThat(appended.exitCode()).isZero();
        assertThat(lab.config(101).data().path("lxc").toString()).doesNotContain("B=3");
    }

    @Test
    void a_script_finds_no_programs_but_those_for_files_and_nothing_of_this_machine() {
        assertThat(run("", "sh", "-c", "systemctl status").exitCode()).isEqualTo(127);
        assertThat(run("", "sh", "-c", "cat /etc/passwd").exitCode()).isEqualTo(1);
        assertThat(run("", "sh", "-c", "echo $HOME; mktemp -d | sed 's/tmp\\..*/X/'")
                        .stdout())
                .isEqualTo("/root\n/tmp/X\n");
    }

    @Test
    void folders_are_made_in_the_nodes_tree_wherever_they_are_to_be() {
        assertThat(run("", "mkdir", "-p", "/wombat/data").exitCode()).isZero();

        assertThat(lab.node().root().resolve("wombat/data")).isDirectory();
        assertThat(java.nio.file.Path.of("/wombat")).doesNotExist();
        assertThat(run("", "stat", "-L", "-c", "%F", "/wombat/data").stdout()).isEqualTo("directory\n");
        assertThat(run("", "find", "/dev", "-maxdepth", "2", "-path", "/dev/nvidia*", "-type", "c"))
                .isEqualTo(new Result(0, "", ""));
    }
}
