package phoenix.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C: the first asks the run to stop after the running steps, the second ends the process at once.
 *
 * <p>A shutdown hook cannot tell the two apart: the JVM ignores a second signal once it has begun to shut down.
 */
final class Interrupts {
    private static final int INTERRUPTED = 130;
    /** How long the last words may take, on a terminal that takes nothing any more. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final AtomicInteger count = new AtomicInteger();
    private final Console console;

    Interrupts(Console console) {
        this.console = console;
    }

    /** Whether Ctrl-C has been pressed. */
    boolean happened() {
        return count.get() > 0;
    }

    /**
     * From now on, the first Ctrl-C stops the run; on a JVM without such signals Ctrl-C ends the process as ever.
     *
     * @param view tells what runs, and gives the terminal back before the process ends
     */
    void onFirst(Runnable stop, RunView view) {
        try {
            Signals.on("INT", () -> handle(stop, view));
        } catch (Signals.UnavailableException e) {
            console.tell("note: " + e.getMessage() + "; Ctrl-C ends phoenix at once");
        }
    }

    /** From now on, Ctrl-C and a polite termination do this, and nothing is said. */
    void onEnd(Runnable end) {
        Runtime.getRuntime().addShutdownHook(new Thread(end, "end"));
    }

    private void handle(Runnable stop, RunView view) {
        if (count.incrementAndGet() == 1) {
            List<String> running = view.running();
            console.tell("");
            console.tell("Ctrl-C: nothing new is begun. "
                    + (running.isEmpty()
                            ? "Nothing runs."
                            : "What runs is finished first; press it again to end at once:"));
            running.forEach(step -> console.tell("  " + step));
            stop.run();
        } else {
            end(view);
        }
    }

    private void end(RunView view) {
        Thread words = new Thread(() -> lastWords(view), "last-words");
        words.setDaemon(true);
        words.start();
        try {
            words.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(INTERRUPTED);
    }

    private void lastWords(RunView view) {
        List<String> running = view.running();
        view.close();
        console.tell("Ended at once. " + (running.isEmpty() ? "Nothing was running." : "On the node this may go on:"));
        running.forEach(step -> console.tell("  " + step));
        console.tell("The same command goes on from here; it finds what still runs and waits for it.");
    }
}
