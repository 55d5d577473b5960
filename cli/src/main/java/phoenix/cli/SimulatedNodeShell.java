package phoenix.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import phoenix.lab.simulated.Result;
import phoenix.lab.simulated.SimulatedShell;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** The shell of a simulated node, in the shape that the orchestrator knows. A command that hangs is ended at its limit, as elsewhere. */
final class SimulatedNodeShell implements NodeShell {
    private final SimulatedShell shell;

    SimulatedNodeShell(SimulatedShell shell) {
        this.shell = shell;
    }

    @Override
    public Output run(Command command, Consumer<String> onLine) {
        Result result = exec(command);
        result.stdout().lines().forEach(onLine);
        result.stderr().lines().forEach(onLine);
        return new Output(result.exitCode(), result.stdout(), result.stderr());
    }

    private Result exec(Command command) {
        FutureTask<Result> task = new FutureTask<>(() -> shell.exec(command.argv(), command.input()));
        Thread thread = new Thread(task, "simulated-shell");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(command.limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new ShellException.TimedOut(
                    "ran longer than " + command.limit().toSeconds() + " s and was ended on " + where() + ": "
                            + command,
                    "see why it hangs, or give it more time",
                    e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new ShellException.Interrupted(
                    "interrupted while running " + command + " on " + where(), "run it again", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the simulated node cannot run " + command, e.getCause());
        }
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
