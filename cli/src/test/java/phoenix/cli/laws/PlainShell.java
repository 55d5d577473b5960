package phoenix.cli.laws;

import java.util.function.Consumer;
import phoenix.lab.simulated.Result;
import phoenix.lab.simulated.SimulatedShell;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** A simulated node's shell in the shape that the orchestrator knows, without limits of time: nothing hangs in it. */
record PlainShell(SimulatedShell shell) implements NodeShell {
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
