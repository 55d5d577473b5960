package phoenix.cli;

import java.util.function.Consumer;
import phoenix.lab.simulated.Result;
import phoenix.lab.simulated.SimulatedShell;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** The shell of a simulated node, in the shape that the orchestrator knows. */
final class SimulatedNodeShell implements NodeShell {
    private final SimulatedShell shell;

    SimulatedNodeShell(SimulatedShell shell) {
        this.shell = shell;
    }

    @Override
    public Output run(Command command, Consumer<String> onLine) {
        Result result = shell.exec(command.argv(), command.input());
        result.stdout().lines().forEach(onLine);
        result.stderr().lines().forEach(onLine);
        return new Output(result.exitCode(), result.stdout(), result.stderr());
    }

    @Override
    public String where() {
        return "the simulated node";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
