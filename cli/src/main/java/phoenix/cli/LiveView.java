package phoenix.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.StepOutcome;

/**
 * Shows a run as it happens on a terminal: a line for each guest at the bottom, and above it what went wrong. The key {@code l} shows
 * the last lines of what runs, and hides them again. All methods hold the view's own lock.
 */
final class LiveView implements RunView {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final Console console;
    private final Tty tty;
    private final BottomArea area;
    private final RunProgress progress = new RunProgress(System::nanoTime);
    private final Timer timer = new Timer("live-view", true);
    private final AtomicBoolean resized = new AtomicBoolean();
    private final AtomicBoolean resumed = new AtomicBoolean();
    private final boolean keys;
    private volatile Tty.Size size;
    private boolean logs;
    private boolean changed = true;
    private boolean closed;
    private long drawn = System.nanoTime() - AT_LEAST.toNanos();

    /** @param keys whether standard input is the terminal's, so that keys can be heard */
    LiveView(Console console, Tty tty, boolean keys) {
        this.console = console;
        this.tty = tty;
        this.keys = keys;
        this.size = tty.size();
        this.area = console.bottomArea(() -> size.columns());
        if (keys) {
            tty.hearKeys();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "give-terminal-back"));
        try {
            Signals.on("WINCH", () -> resized.set(true));
            Signals.on("CONT", () -> resumed.set(true));
        } catch (Signals.UnavailableException e) {
            console.tell("note: " + e.getMessage() + "; the terminal should keep its size");
        }
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        tick();
                    }
                },
                TICK.toMillis(),
                TICK.toMillis());
    }

    /** The view for a run: this one where somebody watches, else a line for each event. */
    static RunView of(Console console, boolean verbose) {
        if (verbose || !console.isTerminal()) {
            return new LineView(console, verbose);
        }
        Optional<Tty> tty = Tty.open();
        return tty.isPresent() ? new LiveView(console, tty.get(), Terminal.canAsk()) : new LineView(console, false);
    }

    @Override
    public synchronized void on(RunEvent event) {
        progress.on(event);
        changed = true;
        if (event instanceof RunEvent.StepFinished finished
                && finished.outcome() instanceof StepOutcome.Failed failed) {
            console.tell("  " + progress.label(finished.step()) + ": " + console.paint(Console.Colour.RED, "failed: ")
                    + failed.message());
        } else if (event instanceof RunEvent.RunFinished) {
            close();
        }
    }

    @Override
    public synchronized List<String> running() {
        return progress.running();
    }

    private synchronized void tick() {
        if (closed) {
            return;
        }
        if (resumed.getAndSet(false)) {
            resized.set(true);
            if (keys && Tty.isForeground()) {
                tty.hearKeys();
            }
        }
        if (resized.getAndSet(false)) {
            size = tty.size();
            changed = true;
        }
        tty.key().filter(key -> key == 'l' || key == 'L').ifPresent(key -> {
            logs = !logs;
            changed = true;
        });
        long since = System.nanoTime() - drawn;
        if (since >= (changed ? BETWEEN : AT_LEAST).toNanos() && Tty.isForeground()) {
            area.show(new LiveLines(console, size.columns(), size.rows(), logs, keys).of(progress));
            changed = false;
            drawn = System.nanoTime();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        timer.cancel();
        area.clear();
        console.withoutBottomArea();
        tty.close();
    }
}
