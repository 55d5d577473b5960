package phoenix.orchestrator.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.VmId;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** What becomes of the exit code of a script inside a guest. */
class ErrandTest {
    private static final Errand ERRAND = new Errand(
            new TreeMap<>(Map.of("web.sh", new byte[0])), "web.sh", List.of(), Map.of(), Duration.ofSeconds(6));

    @Test
    void a_script_that_could_not_be_begun_is_not_said_to_have_ended() {
        GuestShell guest = answering(new Output(125, "", "tar: no space left on device\n"));

        assertThatThrownBy(() -> ERRAND.succeed(guest, "run the application script", new NoLog()))
                .isInstanceOf(StepFailure.class)
                .hasMessage("cannot run the application script: the script could not be begun inside the guest:"
                        + " tar: no space left on device");
    }

    @Test
    void the_reason_is_not_tar_s_last_word_which_gives_none() {
        GuestShell guest = answering(new Output(125, "", """
                tar: web.sh: Cannot write: No space left on device
                tar: Exiting with failure status due to previous errors
                """));

        assertThatThrownBy(() -> ERRAND.succeed(guest, "run the application script", new NoLog()))
                .hasMessageEndingWith(" inside the guest: tar: web.sh: Cannot write: No space left on device");
    }

    @Test
    void a_script_that_ended_badly_is_said_to_with_its_exit_code() {
        GuestShell guest = answering(new Output(7, "", ""));

        assertThatThrownBy(() -> ERRAND.succeed(guest, "run the application script", new NoLog()))
                .hasMessage("cannot run the application script: the script ended with exit code 7");
        assertThat(ERRAND.run(guest, "check", new NoLog())).isEqualTo(7);
    }

    private static GuestShell answering(Output output) {
        NodeShell shell = new NodeShell() {
            @Override
            public Output run(Command command, Consumer<String> onLine) {
                return output;
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

    private static final class NoLog implements StepLog {
        @Override
        public void line(String line) {}

        @Override
        public List<String> last(int lines) {
            return List.of();
        }

        @Override
        public String file() {
            return "web.log";
        }
    }
}
