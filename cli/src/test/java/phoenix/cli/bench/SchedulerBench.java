package phoenix.cli.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.plan.Subject;
import phoenix.orchestrator.run.FolderLogs;
import phoenix.orchestrator.run.Retrying;
import phoenix.orchestrator.run.Runner;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.shell.LocalShell;

/**
 * How near the runner comes to the least time that a fleet can take: 200 guests in layers, with the latencies of a real node in
 * hundredths, three workers of the API, and one clone at a time of each source.
 */
final class SchedulerBench {
    private static final int GUESTS = 200;
    private static final int SOURCES = 8;
    private static final int API_WORKERS = 3;
    /** The runner's own. */
    private static final int RUNNER_WORKERS = 4;

    private static final double SCALE = 0.01;

    private final Random random = new Random(7);
    private final Semaphore api = new Semaphore(API_WORKERS);
    private final Semaphore unlimited = new Semaphore(Integer.MAX_VALUE);
    private final List<Subject> subjects = new ArrayList<>();
    private final Map<StepKey, Duration> lasting = new HashMap<>();

    private SchedulerBench() {}

    public static void main(String[] arguments) throws Exception {
        new SchedulerBench().measure();
    }

    private void measure() throws Exception {
        fleet();
        Plan plan = new Plan(subjects);
        Path logs = Files.createTempDirectory("phoenix-bench");
        LocalShell shell = new LocalShell();
        NodeAccess node = new NodeAccess("bench", new PveClient(new PveshTransport(shell)), Optional.of(shell));
        Runner runner = new Runner(
                node, new FolderLogs(logs, Clock.systemUTC()), event -> {}, Retrying.usual(), Clock.systemUTC());
        long start = System.nanoTime();
        boolean succeeded = runner.run(plan).succeeded();
        double wall = (System.nanoTime() - start) / 1e9;
        Files.deleteIfExists(logs);
        if (!succeeded) {
            throw new IllegalStateException("a step failed");
        }
        double path = critical(plan);
        double work = sum(plan.steps()) / RUNNER_WORKERS;
        double lanes = lanes(plan);
        double bound = Math.max(path, Math.max(work, lanes));
        System.out.printf(
                Locale.ROOT,
                "%d guests, %d steps: wall %.1f s; longest path %.1f s, work / %d workers %.1f s, longest lane %.1f s;"
                        + " wall / bound %.3f%n",
                GUESTS,
                plan.steps().size(),
                wall,
                path,
                RUNNER_WORKERS,
                work,
                lanes,
                wall / bound);
    }

    /** Layers of templates, each cloned from the one before; the guests that take longest last in the files, as luck may have it. */
    private void fleet() {
        List<StepKey> ready = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            boolean source = i < SOURCES;
            int from = source ? i - 1 : random.nextInt(SOURCES);
            String id = String.valueOf(900 + i);
            List<Step> steps = new ArrayList<>();
            Set<String> lane = from < 0 ? Set.of() : Set.of("clone of " + (900 + from));
            add(steps, id, "clone", from < 0 ? Set.of() : Set.of(ready.get(from)), lane, 2 + random.nextInt(4), true);
            add(steps, id, "configure", Set.of(), Set.of(), 0.3, true);
            add(steps, id, "start", Set.of(), Set.of(), 1.5, true);
            add(steps, id, "ready", Set.of(), Set.of(), 2 + random.nextInt(3), false);
            add(steps, id, "scripts", Set.of(), Set.of(), 5 + random.nextInt(source ? 60 : 40), false);
            add(steps, id, "health", Set.of(), Set.of(), 1, false);
            add(steps, id, "snapshot", Set.of(), Set.of(), 1, true);
            ready.add(steps.get(steps.size() - 1).key());
            subjects.add(new Subject(id, id, Subject.Action.CREATE, List.of(), steps, List.of(), Optional.empty()));
        }
    }

    private void add(
            List<Step> steps,
            String id,
            String name,
            Set<StepKey> needs,
            Set<String> lanes,
            double seconds,
            boolean byApi) {
        Set<StepKey> all =
                steps.isEmpty() ? needs : Set.of(steps.get(steps.size() - 1).key());
        Lasting step = new Lasting(
                new StepKey(id, name),
                all,
                lanes,
                Duration.ofNanos((long) (seconds * SCALE * 1e9)),
                byApi ? api : unlimited);
        lasting.put(step.key(), step.time());
        steps.add(step);
    }

    private double critical(Plan plan) {
        Map<StepKey, Double> end = new HashMap<>();
        double longest = 0;
        for (Step step : plan.steps()) {
            double begin = step.needs().stream()
                    .mapToDouble(need -> end.getOrDefault(need, 0.0))
                    .max()
                    .orElse(0);
            end.put(step.key(), begin + seconds(step));
            longest = Math.max(longest, begin + seconds(step));
        }
        return longest;
    }

    private double lanes(Plan plan) {
        Map<String, Double> lanes = new HashMap<>();
        plan.steps().forEach(step -> step.lanes().forEach(lane -> lanes.merge(lane, seconds(step), Double::sum)));
        return lanes.values().stream().mapToDouble(time -> time).max().orElse(0);
    }

    private double sum(List<Step> steps) {
        return steps.stream().mapToDouble(this::seconds).sum();
    }

    private double seconds(Step step) {
        return lasting.getOrDefault(step.key(), Duration.ZERO).toNanos() / 1e9;
    }

    /** A step that only takes time. */
    private record Lasting(
            StepKey key, Set<StepKey> needs, Set<String> lanes, Duration time, Semaphore worker, AtomicBoolean over)
            implements Step {
        Lasting(StepKey key, Set<StepKey> needs, Set<String> lanes, Duration time, Semaphore worker) {
            this(key, needs, lanes, time, worker, new AtomicBoolean());
        }

        @Override
        public String title() {
            return key.name();
        }

        @Override
        public List<String> preview() {
            return List.of();
        }

        @Override
        public boolean alreadyTrue(NodeAccess node) {
            return over.get();
        }

        @Override
        public void act(NodeAccess node, StepLog log) {
            worker.acquireUninterruptibly();
            long until = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            worker.release();
            over.set(true);
        }
    }
}
