package phoenix.orchestrator.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * Carries a plan out.
 *
 * <p>A step begins when all that it needs has ended well and nobody holds its lanes; among those that could begin, the one goes first
 * on which the longest chain of further steps waits, and of equals the first in the plan's order. A step that failed blocks what needs it, and nothing else. One runner carries out one plan; {@link #stop} may be called
 * from any thread.
 */
public final class Runner {
    /** Proxmox's daemon has three workers; more calls at once only queue there. */
    private static final int WORKERS = 4;

    private final StepLogs logs;
    private final RunEvent.Listener listener;
    private final Clock clock;
    private final StepAttempts attempts;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final Object listening = new Object();
    private final UnaryOperator<String> mask;

    /** A runner that knows of no secrets. */
    public Runner(NodeAccess node, StepLogs logs, RunEvent.Listener listener, Retrying retrying, Clock clock) {
        this(node, logs, listener, retrying, clock, UnaryOperator.identity());
    }

    /** @param mask takes secrets out of what steps say, before it is logged, told or kept */
    public Runner(
            NodeAccess node,
            StepLogs logs,
            RunEvent.Listener listener,
            Retrying retrying,
            Clock clock,
            UnaryOperator<String> mask) {
        this.mask = mask;
        this.logs = logs;
        this.listener = listener;
        this.clock = clock;
        this.attempts = new StepAttempts(node, retrying, clock, this::pause);
    }

    /** Begins no further step; those that run are finished. */
    public void stop() {
        stopAsked.countDown();
    }

    /** Carries the plan out and returns when no step runs any more. */
    public RunResult run(Plan plan) {
        Instant start = clock.instant();
        tell(new RunEvent.RunStarted(plan));
        Progress progress = new Progress(plan);
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
        try {
            while (!progress.isFinished()) {
                Optional<Step> next = stopped() ? Optional.empty() : progress.takeReady();
                if (next.isPresent()) {
                    Step step = next.get();
                    workers.execute(() -> progress.ended.add(carryOut(step)));
                } else if (progress.running.isEmpty()) {
                    progress.giveUpRest(stopped()).forEach(this::tell);
                } else {
                    progress.finished(progress.ended.take());
                }
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            progress.giveUpRest(true).forEach(this::tell);
        } finally {
            workers.shutdown();
        }
        RunResult result = new RunResult(
                plan, progress.outcomes, progress.busy, Duration.between(start, clock.instant()), stopped());
        tell(new RunEvent.RunFinished(result));
        return result;
    }

    private Ended carryOut(Step step) {
        Instant start = clock.instant();
        tell(new RunEvent.StepStarted(step));
        StepOutcome outcome;
        try (StepLogs.OpenLog log = logs.open(step)) {
            StepLog telling = new TellingLog(step, log);
            outcome = attempts.run(
                    step, telling, (attempt, why) -> tell(new RunEvent.StepRetried(step, attempt, mask.apply(why))));
        } catch (RuntimeException | Error unexpected) {
            outcome = new StepOutcome.Failed(
                    step.title() + " ended by an error of Phoenix itself: " + unexpected,
                    "please report it, with the log of this run",
                    List.of(),
                    "");
        }
        outcome = masked(outcome);
        Duration took = Duration.between(start, clock.instant());
        tell(new RunEvent.StepFinished(step, outcome, took));
        return new Ended(step, outcome, took);
    }

    private StepOutcome masked(StepOutcome outcome) {
        return outcome instanceof StepOutcome.Failed failed
                ? new StepOutcome.Failed(
                        mask.apply(failed.message()),
                        mask.apply(failed.hint()),
                        failed.details().stream().map(mask).toList(),
                        failed.logFile())
                : outcome;
    }

    private boolean pause(Duration time) {
        try {
            return stopAsked.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean stopped() {
        return stopAsked.getCount() == 0;
    }

    private void tell(RunEvent event) {
        synchronized (listening) {
            listener.on(event);
        }
    }

    private record Ended(Step step, StepOutcome outcome, Duration took) {}

    /** Writes a step's lines to its log and tells them as events. */
    private final class TellingLog implements StepLog {
        private final Step step;
        private final StepLog log;

        TellingLog(Step step, StepLog log) {
            this.step = step;
            this.log = log;
        }

        @Override
        public void line(String line) {
            String shown = mask.apply(line);
            log.line(shown);
            tell(new RunEvent.StepProgress(step, shown));
        }

        @Override
        public List<String> last(int lines) {
            return log.last(lines);
        }

        @Override
        public String file() {
            return log.file();
        }
    }

    /** How far the plan is. Only the thread that called {@link #run} touches it, but for the queue. */
    private static final class Progress {
        private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        private final Map<StepKey, Step> waiting = new LinkedHashMap<>();
        private final Map<StepKey, Integer> missing = new HashMap<>();
        private final Map<StepKey, List<Step>> dependants = new HashMap<>();
        private final NavigableSet<Step> ready;
        private final Set<StepKey> running = new HashSet<>();
        private final Set<String> lanesHeld = new HashSet<>();
        private final Map<StepKey, StepOutcome> outcomes = new LinkedHashMap<>();
        private final Map<String, Duration> busy = new HashMap<>();

        Progress(Plan plan) {
            List<Step> steps = plan.steps();
            Map<StepKey, Integer> place = new HashMap<>();
            for (Step step : steps) {
                place.put(step.key(), place.size());
                waiting.put(step.key(), step);
                missing.put(step.key(), step.needs().size());
                step.needs()
                        .forEach(need -> dependants
                                .computeIfAbsent(need, key -> new ArrayList<>())
                                .add(step));
            }
            Map<StepKey, Integer> chains = new HashMap<>();
            steps.forEach(step -> chain(step, chains));
            ready = new TreeSet<>(Comparator.comparing((Step step) -> -chains.getOrDefault(step.key(), 0))
                    .thenComparing(step -> place.getOrDefault(step.key(), 0)));
            steps.stream().filter(step -> step.needs().isEmpty()).forEach(ready::add);
        }

        /** How many steps the longest chain has that waits for this one; ends, because a plan has no circles. */
        private int chain(Step step, Map<StepKey, Integer> chains) {
            Integer known = chains.get(step.key());
            if (known != null) {
                return known;
            }
            int longest = 0;
            for (Step next : dependants.getOrDefault(step.key(), List.of())) {
                longest = Math.max(longest, 1 + chain(next, chains));
            }
            chains.put(step.key(), longest);
            return longest;
        }

        boolean isFinished() {
            return waiting.isEmpty() && running.isEmpty();
        }

        Optional<Step> takeReady() {
            Optional<Step> next = ready.stream()
                    .filter(step -> step.lanes().stream().noneMatch(lanesHeld::contains))
                    .findFirst();
            next.ifPresent(step -> {
                ready.remove(step);
                waiting.remove(step.key());
                running.add(step.key());
                lanesHeld.addAll(step.lanes());
            });
            return next;
        }

        void finished(Ended end) {
            Step step = end.step();
            running.remove(step.key());
            lanesHeld.removeAll(step.lanes());
            outcomes.put(step.key(), end.outcome());
            busy.merge(step.key().subject(), end.took(), Duration::plus);
            if (end.outcome().endedWell()) {
                dependants.getOrDefault(step.key(), List.of()).forEach(next -> {
                    if (missing.merge(next.key(), -1, Integer::sum) == 0) {
                        ready.add(next);
                    }
                });
            }
        }

        /** Ends all that can no longer begin: for want of what it needs, or because the run was asked to stop. */
        List<RunEvent> giveUpRest(boolean stopped) {
            List<RunEvent> events = new ArrayList<>();
            for (Step step : List.copyOf(waiting.values())) {
                Optional<StepKey> cause = step.needs().stream()
                        .filter(need -> outcomes.get(need) instanceof StepOutcome.Failed
                                || outcomes.get(need) instanceof StepOutcome.Blocked)
                        .findFirst();
                StepOutcome outcome = cause.<StepOutcome>map(key -> new StepOutcome.Blocked(rootOf(key)))
                        .orElse(new StepOutcome.Stopped());
                if (cause.isPresent() || stopped) {
                    waiting.remove(step.key());
                    ready.remove(step);
                    outcomes.put(step.key(), outcome);
                    events.add(new RunEvent.StepFinished(step, outcome, Duration.ZERO));
                }
            }
            return events;
        }

        private StepKey rootOf(StepKey key) {
            return outcomes.get(key) instanceof StepOutcome.Blocked blocked ? blocked.by() : key;
        }
    }
}
