package phoenix.orchestrator.node;

import java.util.Optional;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** The NVIDIA driver of a node's kernel. */
public final class GraphicsDriver {
    private static final Command MODULE = Command.of("cat", "/sys/module/nvidia/version");
    private static final Command PROGRAM =
            Command.of("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader");

    private GraphicsDriver() {}

    /**
     * Its version, such as {@code 580.76.05}: what the kernel says, or else what the node's own program says; empty if none does. A node
     * without a driver seldom has the program.
     */
    public static Optional<String> version(NodeShell shell) {
        return firstLine(shell.run(MODULE)).or(() -> ofProgram(shell));
    }

    private static Optional<String> ofProgram(NodeShell shell) {
        try {
            return firstLine(shell.run(PROGRAM));
        } catch (ShellException.NotStarted e) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstLine(Output output) {
        return output.succeeded()
                ? output.stdout()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                : Optional.empty();
    }
}
