package phoenix.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.StepOutcome;

/**
 * Shows a run as it happens where nobody watches it on a terminal: a line for each step that begins or ends, and now and then one for
 * what still runs. All methods hold the view's own lock.
 */
final class LineView implements RunView {
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Console console;
    private final boolean verbose;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<StepKey, Running> running = new LinkedHashMap<>();
    private final Timer timer = new Timer("run-view", true);
    private long lastTold = System.nanoTime();

    /** @param verbose whether the output of scripts and tasks is shown as well */
    LineView(Console console, boolean verbose) {
        this.console = console;
        this.verbose = verbose;
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        breakSilence();
                    }
                },
                TICK.toMillis(),
                TICK.toMillis());
    }

    @Override
    public synchronized void on(RunEvent event) {
        if (event instanceof RunEvent.RunStarted started) {
            started.plan().subjects().forEach(subject -> labels.put(subject.id(), subject.label()));
        } else if (event instanceof RunEvent.StepStarted started) {
            running.put(started.step().key(), new Running(started.step(), System.nanoTime(), ""));
            tell(started.step(), started.step().title() + " ...");
        } else if (event instanceof RunEvent.StepProgress progress) {
            running.computeIfPresent(progress.step().key(), (key, now) -> now.saying(progress.line()));
            if (verbose) {
                tell(progress.step(), console.paint(Console.Colour.GREY, "| " + progress.line()));
            }
        } else if (event instanceof RunEvent.StepRetried retried) {
            if (retried.attempt() == 1 || retried.attempt() % 10 == 0) {
                tell(retried.step(), console.paint(Console.Colour.YELLOW, "trying again: ") + retried.why());
            }
        } else if (event instanceof RunEvent.StepFinished finished) {
            running.remove(finished.step().key());
            finished(finished);
        }
    }

    private void finished(RunEvent.StepFinished event) {
        Step step = event.step();
        StepOutcome outcome = event.outcome();
        if (outcome instanceof StepOutcome.Done) {
            tell(
                    step,
                    step.title() + console.paint(Console.Colour.GREEN, " done") + " (" + Words.of(event.took()) + ")");
        } else if (outcome instanceof StepOutcome.AlreadyTrue) {
            tell(step, step.title() + ": true already");
        } else if (outcome instanceof StepOutcome.Failed failed) {
            tell(step, console.paint(Console.Colour.RED, "failed: ") + failed.message());
        }
    }

    private synchronized void breakSilence() {
        if (System.nanoTime() - lastTold < SILENCE.toNanos()) {
            return;
        }
        for (Running now : running.values()) {
            Duration since = Duration.ofNanos(System.nanoTime() - now.since());
            tell(
                    now.step(),
                    "still: " + now.step().title() + " (" + Words.of(since) + ")"
                            + (now.said().isBlank()
                                    ? ""
                                    : console.paint(
                                            Console.Colour.GREY,
                                            "  | " + now.said().strip())));
        }
    }

    private void tell(Step step, String text) {
        lastTold = System.nanoTime();
        console.tell("  " + label(step) + ": " + text);
    }

    @Override
    public synchronized List<String> running() {
        return running.values().stream()
                .map(now -> label(now.step()) + ": " + now.step().title())
                .toList();
    }

    @Override
    public void close() {
        timer.cancel();
    }

    private String label(Step step) {
        String subject = step.key().subject();
        return labels.getOrDefault(subject, subject);
    }

    private record Running(Step step, long since, String said) {
        Running saying(String line) {
            return new Running(step, since, line);
        }
    }
}
