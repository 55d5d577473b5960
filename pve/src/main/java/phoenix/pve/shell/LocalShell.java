package phoenix.pve.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs programs here, or behind a command that leads elsewhere, such as {@code lxc-attach -n lab --}.
 *
 * <p>Each run takes three short-lived threads: two drain the outputs, one writes the input. When the program has ended but left
 * something in the background that holds its outputs open, the run ends all the same, a second later. Programs run in a session of their
 * own, so that Ctrl-C on the terminal is for this process alone.
 */
public final class LocalShell implements NodeShell {
    private static final Duration AFTER_THE_END = Duration.ofSeconds(1);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final List<String> prefix;
    private final String where;

    /** A shell on this machine. */
    public LocalShell() {
        this(List.of(), "this machine");
    }

    /**
     * A shell behind a command.
     *
     * @param prefix program and arguments to which a command's own are appended; empty for none
     * @param where the place that it leads to, for people
     */
    public LocalShell(List<String> prefix, String where) {
        this.prefix = List.copyOf(prefix);
        this.where = where;
    }

    @Override
    public Output run(Command command, Consumer<String> onLine) {
        return run(command, onLine, onLine);
    }

    /** Runs a command, with a listener for each of the outputs. */
    Output run(Command command, Consumer<String> onOutLine, Consumer<String> onErrLine) {
        List<String> argv = new ArrayList<>(prefix);
        argv.addAll(command.argv());
        try (SpellableArguments arguments = SpellableArguments.of(argv)) {
            Process process = start(arguments.argv(), command);
            return finish(process, command, onOutLine, onErrLine);
        }
    }

    private Process start(List<String> argv, Command command) {
        try {
            return new ProcessBuilder(OwnSession.of(argv)).start();
        } catch (IOException e) {
            String program = argv.get(0);
            throw new ShellException.NotStarted(
                    "cannot run " + command + " on " + where + ": " + reason(e),
                    "install the package that brings " + program + ", or look at PATH",
                    e);
        }
    }

    /** The part of Java's message that the system said: {@code error=2, No such file or directory}. */
    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        int error = text.indexOf("error=");
        return error < 0 ? text : text.substring(text.indexOf(' ', error) + 1);
    }

    private Output finish(Process process, Command command, Consumer<String> onOutLine, Consumer<String> onErrLine) {
        CapturedStream stdout = new CapturedStream(process.getInputStream(), onOutLine);
        CapturedStream stderr = new CapturedStream(process.getErrorStream(), onErrLine);
        Thread outReader = thread(stdout);
        Thread errReader = thread(stderr);
        thread(() -> write(process.getOutputStream(), command.input()));
        try {
            if (!process.waitFor(command.limit().toNanos(), TimeUnit.NANOSECONDS)) {
                ProcessTree.end(process);
                join(outReader, errReader);
                throw timedOut(command, stdout, stderr);
            }
            join(outReader, errReader);
        } catch (InterruptedException e) {
            ProcessTree.end(process);
            joinAfterInterrupt(outReader, errReader);
            Thread.currentThread().interrupt();
            throw new ShellException.Interrupted(
                    "interrupted while running " + command + " on " + where, "run it again", e);
        }
        stdout.rethrowListenerFailure();
        stderr.rethrowListenerFailure();
        return new Output(process.exitValue(), stdout.text(), stderr.text());
    }

    private ShellException timedOut(Command command, CapturedStream stdout, CapturedStream stderr) {
        String last = lastLine(stderr.text()).isEmpty() ? lastLine(stdout.text()) : lastLine(stderr.text());
        return new ShellException.TimedOut(
                "ran longer than " + Durations.words(command.limit()) + " and was ended on " + where + ": " + command
                        + (last.isEmpty() ? "; it had printed nothing" : "; its last line: " + last),
                "see why it hangs, or give it more time",
                null);
    }

    private static String lastLine(String text) {
        String stripped = text.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    private static void join(Thread... readers) throws InterruptedException {
        long deadline = System.nanoTime() + AFTER_THE_END.toNanos();
        for (Thread reader : readers) {
            TimeUnit.NANOSECONDS.timedJoin(reader, Math.max(1, deadline - System.nanoTime()));
        }
    }

    /** What it had said before it was interrupted is still heard, unless somebody is in a hurry for a second time. */
    private static void joinAfterInterrupt(Thread... readers) {
        try {
            join(readers);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream input, byte[] bytes) {
        try (input) {
            input.write(bytes);
        } catch (IOException e) {
            // The program did not want all of its input, which is its right: what it made of it shows in its exit code.
            return;
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "shell-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public Optional<List<String>> attached(List<String> argv, boolean terminal) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(argv);
        return Optional.of(all);
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public void close() {
        // Nothing is kept between two runs.
    }
}
