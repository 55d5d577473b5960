package phoenix.orchestrator.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.VmId;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** Readiness is seen by conditions inside the guest; whatever is missing is said, and is no failure yet. */
class ReadinessTest {
    private static final List<Network> NETWORK = List.of(Wanted.network("10.0.0.53/24", "10.0.0.1"));

    @Test
    void everything_that_the_guest_says_is_missing_is_passed_on() {
        GuestShell guest = answering(() -> new Output(3, "eth0 has no address by DHCP\nno name server is set\n", ""));

        assertThat(Readiness.missing(guest, NETWORK)).contains("eth0 has no address by DHCP; no name server is set");
    }

    @Test
    void what_is_waited_for_is_told_with_the_addresses_of_the_file() {
        assertThat(Readiness.conditions(NETWORK)).isEqualTo("init, eth0 with 10.0.0.53/24, and a name server");
        assertThat(Readiness.conditions(List.of(Wanted.network("dhcp", null))))
                .isEqualTo("init, eth0 with dhcp, and a name server");
        assertThat(Readiness.conditions(List.of())).isEqualTo("init");
    }

    @Test
    void a_guest_whose_shell_does_not_answer_is_not_ready_yet() {
        GuestShell guest = answering(() -> {
            throw new ShellException.TimedOut("ran longer than 15 s", "see why it hangs", null);
        });

        assertThat(Readiness.missing(guest, NETWORK)).contains("its shell does not answer within 15 s");
    }

    @Test
    void a_guest_that_cannot_be_entered_yet_is_not_ready_yet() {
        GuestShell guest = answering(() -> new Output(1, "", ""));

        assertThat(Readiness.missing(guest, NETWORK)).contains("its init does not answer");
        assertThat(Readiness.missing(answering(() -> new Output(0, "", "")), NETWORK))
                .isEmpty();
    }

    private static GuestShell answering(Supplier<Output> output) {
        NodeShell shell = new NodeShell() {
            @Override
            public Output run(Command command, Consumer<String> onLine) {
                return output.get();
            }

            @Override
            public String where() {
                return "a shell that always answers the same";
            }

            @Override
            public void close() {}
        };
        return GuestShell.in(
                new VmId(953), new NodeAccess("pve", new PveClient(new PveshTransport(shell)), Optional.of(shell)));
    }
}
