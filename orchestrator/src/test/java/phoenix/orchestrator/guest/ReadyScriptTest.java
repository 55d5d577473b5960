package phoenix.orchestrator.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.shipped.ScriptTrial;

/**
 * What a guest says of itself: everything that is missing, in one look. The programs that it asks are stand-ins on the search path, which
 * print what a file of the test holds; the name servers are those of the machine that runs the test.
 */
class ReadyScriptTest {
    private static final String ETH0 = "2: eth0    inet 10.0.0.53/24 brd 10.0.0.255 scope global eth0";

    private final Path folder;
    private final ScriptTrial trial;

    ReadyScriptTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.trial = new ScriptTrial(folder, Map.of("SAID", folder.toString()));
    }

    @BeforeEach
    void aGuestThatIsUp() throws Exception {
        program("systemctl", "cat \"$SAID/init\"");
        program("ip", """
                case "$*" in
                  *"-4 addr"*) cat "$SAID/addresses" ;;
                  *"-6 addr"*) case "$*" in *" to fd00::53/128") echo there ;; esac ;;
                  *"-4 route"*) case "$*" in *" via 10.0.0.1") echo there ;; esac ;;
                  *"-6 route"*) case "$*" in *" via fd00::1") echo there ;; esac ;;
                esac""");
        says("init", "running");
        says("addresses", ETH0);
    }

    @Test
    void a_guest_with_everything_is_ready() throws Exception {
        assertThat(look("eth0", "10.0.0.53/24", "10.0.0.1", "fd00::53/64", "fd00::1"))
                .isEmpty();
        assertThat(look("eth0", "dhcp", "none", "none", "none")).isEmpty();
    }

    @Test
    void a_unit_that_failed_keeps_nothing_from_working() throws Exception {
        says("init", "degraded");

        assertThat(look("eth0", "dhcp", "none", "none", "none")).isEmpty();
    }

    @Test
    void everything_that_is_missing_is_said_at_once() throws Exception {
        says("init", "starting");
        says("addresses", "");

        assertThat(look(
                        "eth0",
                        "10.0.0.53/24",
                        "10.0.0.9",
                        "fd00::54/64",
                        "fd00::9",
                        "eth1",
                        "dhcp",
                        "none",
                        "none",
                        "none"))
                .containsExactly(
                        "init is starting",
                        "eth0 does not have the address 10.0.0.53/24",
                        "eth0 does not have the address fd00::54/64",
                        "there is no route by the gateway 10.0.0.9",
                        "there is no route by the gateway fd00::9",
                        "eth1 has no address by DHCP");
    }

    @Test
    void a_guest_that_nobody_told_a_name_server_is_told_so() throws Exception {
        program("grep", "case \"$*\" in *resolv.conf) exit 1 ;; esac");

        assertThat(look("eth0", "10.0.0.53/24", "10.0.0.1", "none", "none")).containsExactly("no name server is set");
    }

    @Test
    void an_interface_that_needs_no_address_is_not_waited_for() throws Exception {
        says("addresses", "");

        assertThat(look("eth0", "none", "none", "none", "none")).isEmpty();
    }

    @Test
    void a_guest_without_a_network_waits_for_its_init_alone() throws Exception {
        says("init", "starting");

        assertThat(look()).containsExactly("init is starting");
    }

    private List<String> look(String... networks) throws Exception {
        List<String> said = trial.run(Readiness.class, "ready.sh", "", networks);
        if (said.isEmpty()) {
            return said;
        }
        assertThat(said).last().isEqualTo("exit code 3");
        return said.subList(0, said.size() - 1);
    }

    private void says(String what, String text) throws IOException {
        Files.writeString(folder.resolve(what), text);
    }

    private void program(String name, String text) throws IOException, InterruptedException {
        trial.standIn(name, "#!/bin/sh\n" + text + "\n");
    }
}
