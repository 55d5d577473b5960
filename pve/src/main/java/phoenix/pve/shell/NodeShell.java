package phoenix.pve.shell;

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

    /** Where this shell leads, for people: {@code this machine}, {@code root@pve1 over SSH}. */
    String where();

    @Override
    void close();
}
