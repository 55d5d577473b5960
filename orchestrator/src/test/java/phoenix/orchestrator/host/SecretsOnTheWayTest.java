package phoenix.orchestrator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.desired.host.HostUser;
import phoenix.orchestrator.host.share.SambaUsers;
import phoenix.orchestrator.host.user.Users;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Passwords of the node's users reach its programs by their standard input: argument lists can be read by everybody in {@code /proc}. */
class SecretsOnTheWayTest {
    private static final String SAMBA = "canary-of-samba";
    private static final String HASH = "$6$canary$hash";

    private final List<Command> sent = new ArrayList<>();

    @Test
    void samba_s_password_is_an_input_and_no_argument() {
        HostServices.Samba samba = new HostServices.Samba(
                new TreeMap<>(), List.of(), new TreeMap<>(Map.of("smbuser", new HostServices.Password(SAMBA))));
        DesiredHost want = DesiredHost.EMPTY.with(
                new HostServices(List.of(), samba, List.of(), new TreeMap<>(), null, null, null, List.of()));

        carryOut(new SambaUsers().compare(want, HostFacts.of(Map.of())));

        expectOnlyInInputs(SAMBA);
    }

    @Test
    void the_hash_of_a_user_s_password_is_an_input_and_no_argument() {
        HostUser user = new HostUser("eve", new HostUser.PasswordHash(HASH), true, null, "", null);

        carryOut(new Users().compare(DesiredHost.EMPTY.withUsers(List.of(user)), HostFacts.of(Map.of())));

        expectOnlyInInputs(HASH);
    }

    private void expectOnlyInInputs(String secret) {
        assertThat(sent)
                .isNotEmpty()
                .allSatisfy(command -> {
                    assertThat(String.join(" ", command.argv())).doesNotContain(secret);
                    assertThat(command.toString()).doesNotContain(secret);
                })
                .anySatisfy(command -> assertThat(new String(command.input(), StandardCharsets.UTF_8))
                        .contains(secret));
    }

    /** Does what is to be done, on a shell that only writes down; what would be shown of it holds no secret either. */
    private void carryOut(Collection<HostResource> resources) {
        NodeShell shell = new NodeShell() {
            @Override
            public Output run(Command command, Consumer<String> onLine) {
                sent.add(command);
                return new Output(0, "", "");
            }

            @Override
            public String where() {
                return "a shell of the test's own";
            }

            @Override
            public void close() {}
        };
        NodeAccess node = new NodeAccess("pve", new PveClient(new PveshTransport(shell)), Optional.of(shell));
        for (HostResource resource : resources) {
            for (Act act : resource.acts()) {
                assertThat(act.preview()).noneMatch(line -> line.contains("canary"));
                act.carryOut(node, new Silent());
            }
        }
    }

    private static final class Silent implements StepLog {
        @Override
        public void line(String line) {
            assertThat(line).doesNotContain("canary");
        }

        @Override
        public List<String> last(int lines) {
            return List.of();
        }

        @Override
        public String file() {
            return "";
        }
    }
}
