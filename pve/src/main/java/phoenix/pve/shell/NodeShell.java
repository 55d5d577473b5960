package phoenix.pve.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs programs on a node as root. Safe for use by several threads. */
public interface NodeShell extends AutoCloseable {
    /**
     * Runs a command to its end.
     *
     * @param onLine receives each line of standard output and standard error as it comes, from other threads
     * @return what it left behind, whatever its exit code
     * @throws ShellException.Unreachable if the node's shell cannot be reached or the connection broke
     * @throws ShellException.NotStarted if there is no such program
     * @throws ShellException.TimedOut if it ran past its limit; it has been ended
     * @throws ShellException.Interrupted if this thread was interrupted; the command has been ended and the flag is set again
     */
    Output run(Command command, Consumer<String> onLine);

    /** Runs a command to its end without watching it. */
    default Output run(Command command) {
        return run(command, line -> {});
    }

    /**
     * The program to start on this machine, with its arguments, so that a command runs on the node with the streams of whoever starts it: for
     * people at a terminal, and for pipes.
     *
     * @param terminal whether the command is to have a terminal of its own there
     * @return empty where the node cannot be reached by a program
     */
    default Optional<List<String>> attached(List<String> argv, boolean terminal) {
        return Optional.empty();
    }

    /** Where this shell leads, for people: {@code this machine}, {@code root@pve1 over SSH}. */
    String where();

    @Override
    void close();
}
