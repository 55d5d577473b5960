package phoenix.orchestrator.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.Wanted;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.VmId;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** What the smoke test says of the libraries in a container with a GPU. */
class DriverTrialTest {
    private final DriverTrial trial =
            new DriverTrial(new Wanted(new VmId(950), "vllm", new Origin.Template("debian-12-standard")).value());

    @Test
    void libraries_of_another_version_than_the_nodes_driver_are_found() {
        assertThat(made("580.76.05", "570.10.01").orElseThrow().toString())
                .contains("the node's driver is 580.76.05, the guest's libraries are 570.10.01");
        assertThat(made("580.76.05", "580.76.05")).isEmpty();
    }

    @Test
    void where_the_nodes_version_cannot_be_told_nothing_is_held_against_the_guest() {
        assertThat(made("", "570.10.01")).isEmpty();
    }

    /** @param driver what the node's kernel says; empty if it says nothing */
    private Optional<Finding> made(String driver, String libraries) {
        NodeShell shell = new NodeShell() {
            @Override
            public Output run(Command command, Consumer<String> onLine) {
                boolean inside = command.argv().contains("950");
                String said = inside ? libraries : driver;
                return new Output(said.isEmpty() ? 1 : 0, said.isEmpty() ? "" : said + "\n", "");
            }

            @Override
            public String where() {
                return "a shell of the test's own";
            }

            @Override
            public void close() {}
        };
        NodeAccess node = new NodeAccess("pve", new PveClient(new PveshTransport(shell)), Optional.of(shell));
        return trial.make(node, Duration.ofSeconds(5), new StepLog() {
            @Override
            public void line(String line) {}

            @Override
            public List<String> last(int lines) {
                return List.of();
            }

            @Override
            public String file() {
                return "";
            }
        });
    }
}
