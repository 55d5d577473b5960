package phoenix.orchestrator.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.StepOutcome;

/** Keeps what happened during a run, for reports made at its end. Events come one at a time; it is read when the run is over. */
public final class RunRecord implements RunEvent.Listener {
    private static final int REMEMBERED_LINES = 400;

    private final Clock clock;
    private final Map<StepKey, Kept> steps = new LinkedHashMap<>();
    private final Map<StepKey, Step> index = new HashMap<>();
    private @Nullable RunResult result;
    private Instant start;

    public RunRecord(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    /**
     * One step of the run.
     *
     * @param begun since the run's start; empty if it never began
     * @param took from its begin to its end
     * @param retries how often a try failed that was not the last
     * @param lines the last ones that it said
     */
    public record Entry(
            Step step, Optional<Duration> begun, Duration took, StepOutcome outcome, int retries, List<String> lines) {
        /** Since the run's start. */
        Duration ended() {
            return begun.orElse(Duration.ZERO).plus(took);
        }
    }

    @Override
    public void on(RunEvent event) {
        Instant now = clock.instant();
        if (event instanceof RunEvent.RunStarted started) {
            start = now;
            started.plan().steps().forEach(step -> index.put(step.key(), step));
        } else if (event instanceof RunEvent.StepStarted started) {
            kept(started.step()).begun = Duration.between(start, now);
        } else if (event instanceof RunEvent.StepProgress progress) {
            kept(progress.step()).line(progress.line());
        } else if (event instanceof RunEvent.StepRetried retried) {
            kept(retried.step()).retries++;
        } else if (event instanceof RunEvent.StepFinished finished) {
            kept(finished.step()).took = finished.took();
        } else if (event instanceof RunEvent.RunFinished finished) {
            result = finished.result();
        }
    }

    private Kept kept(Step step) {
        return steps.computeIfAbsent(step.key(), key -> new Kept());
    }

    public Plan plan() {
        return result().plan();
    }

    /** @throws IllegalStateException before the run has ended */
    public RunResult result() {
        if (result == null) {
            throw new IllegalStateException("the run has not ended yet");
        }
        return result;
    }

    /** When the run began. */
    Instant start() {
        return start;
    }

    /** The steps of a subject in their order. */
    List<Entry> entries(Collection<Step> of) {
        return of.stream().map(this::entry).toList();
    }

    private Entry entry(Step step) {
        Kept kept = steps.getOrDefault(step.key(), new Kept());
        StepOutcome outcome = result().outcomes().getOrDefault(step.key(), new StepOutcome.Stopped());
        return new Entry(
                step, Optional.ofNullable(kept.begun), kept.took, outcome, kept.retries, List.copyOf(kept.lines));
    }

    /**
     * The step that another one waited for longest, and until when: the last of those that it needs.
     *
     * @return empty if it needs none that did anything
     */
    Optional<Entry> waitedFor(Step step) {
        return step.needs().stream()
                .map(index::get)
                .flatMap(Stream::ofNullable)
                .map(this::entry)
                .filter(entry -> entry.begun().isPresent())
                .max(Comparator.comparing(Entry::ended));
    }

    private static final class Kept {
        private final Deque<String> lines = new ArrayDeque<>();
        private @Nullable Duration begun;
        private Duration took = Duration.ZERO;
        private int retries;

        void line(String line) {
            if (lines.size() == REMEMBERED_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }
}
