package phoenix.orchestrator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

class GraphicsDriverTest {
    private static final Output NO_SUCH_FILE =
            new Output(1, "", "cat: /sys/module/nvidia/version: No such file or directory\n");

    @Test
    void the_kernel_is_believed_before_any_program() {
        NodeShell shell = node(new Output(0, "580.76.05\n", ""), new Output(0, "550.1\n", ""));

        assertThat(GraphicsDriver.version(shell)).contains("580.76.05");
    }

    @Test
    void the_program_is_asked_where_the_kernel_says_nothing() {
        NodeShell shell = node(NO_SUCH_FILE, new Output(0, "580.76.05\n580.76.05\n", ""));

        assertThat(GraphicsDriver.version(shell)).contains("580.76.05");
    }

    @Test
    void a_node_without_the_program_has_no_driver_and_that_is_no_error() {
        NodeShell shell = node(NO_SUCH_FILE, null);

        assertThat(GraphicsDriver.version(shell)).isEmpty();
    }

    @Test
    void a_program_that_finds_no_driver_tells_no_version() {
        NodeShell shell = node(NO_SUCH_FILE, new Output(9, "NVIDIA-SMI has failed\n", ""));

        assertThat(GraphicsDriver.version(shell)).isEmpty();
    }

    /** A node whose kernel and whose program {@code nvidia-smi} answer this; null where the program is not installed. */
    private static NodeShell node(Output kernel, @Nullable Output program) {
        return new NodeShell() {
            @Override
            public Output run(Command command, Consumer<String> onLine) {
                if (command.argv().get(0).equals("cat")) {
                    return kernel;
                }
                if (program == null) {
                    throw new ShellException.NotStarted(
                            "cannot run nvidia-smi: there is no such program", "install it", null);
                }
                return program;
            }

            @Override
            public String where() {
                return "a node";
            }

            @Override
            public void close() {}
        };
    }
}
