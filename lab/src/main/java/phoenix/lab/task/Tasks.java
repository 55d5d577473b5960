package phoenix.lab.task;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.pve.Upid;

/** Starts tasks, each in a thread of its own, and knows those that run and those that ended. Safe for use by several threads. */
public final class Tasks implements AutoCloseable {
    private static final long TICKS_PER_SECOND = 100;
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final int ROUNDS = 480;

    private final TaskFiles files;
    private final Clock clock;
    private final AtomicLong lastPid = new AtomicLong(ProcessHandle.current().pid());
    private final long processStart;
    private final Map<String, Running> running = new ConcurrentSkipListMap<>();

    /** @param logs the node's {@code /var/log/pve/tasks} */
    public Tasks(Path logs, Clock clock) {
        this.files = new TaskFiles(logs);
        this.clock = clock;
        this.processStart = clock.millis() / (1000 / TICKS_PER_SECOND) & 0xffff_ffffL;
    }

    /** What a task does. */
    @FunctionalInterface
    public interface Work {
        void run(Task task);
    }

    private record Running(Task task, Thread thread) {
        Upid upid() {
            return task.upid();
        }

        void interrupt() {
            task.stop();
            thread.interrupt();
        }
    }

    /**
     * A task that runs or has ended.
     *
     * @param end empty while it runs
     */
    public record Known(Upid upid, Optional<Instant> end, String status) {}

    /** Ends what the last server left running, and tells what that was. */
    public List<Upid> buryTheDead() {
        List<Upid> dead = files.leftRunning();
        dead.forEach(upid -> files.archive(upid, clock.instant()));
        files.writeActive(List.of());
        return dead;
    }

    /**
     * Starts a task.
     *
     * @param id what it works on; may be empty
     */
    public Upid start(String type, String id, Caller caller, Work work) {
        Upid upid;
        do {
            // Each task of Proxmox is a process; ours are threads, and so count on from our own process ID.
            long pid = lastPid.incrementAndGet() & 0x7fff_ffffL;
            upid = new Upid(
                    Node.NAME,
                    pid,
                    processStart,
                    Instant.ofEpochSecond(clock.instant().getEpochSecond()),
                    type,
                    id,
                    caller.user());
        } while (!files.create(upid));
        Task task = new Task(upid, files);
        Thread thread = new Thread(() -> run(task, work), "task " + upid);
        thread.setDaemon(true);
        running.put(upid.toString(), new Running(task, thread));
        writeActive();
        thread.start();
        return upid;
    }

    /** However the work ends, the task does, also where a full disk lets nobody write that down. */
    private void run(Task task, Work work) {
        try {
            task.end(outcome(task, work));
            awaitRoom(task);
            files.archive(task.upid(), clock.instant());
        } catch (UncheckedIOException full) {
            // The index of tasks lacks it; its own log says how it ended, as far as that could be written.
        } finally {
            running.remove(task.upid().toString());
            writeActive();
        }
    }

    /** Btrfs gives the room of what was taken back only with its next commit or the one after, half a minute each; without the last line nobody knows how the task ended. */
    private static void awaitRoom(Task task) {
        try {
            for (int round = 0; round < ROUNDS && !task.writeRest(); round++) {
                Thread.sleep(BETWEEN.toMillis());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static String outcome(Task task, Work work) {
        try {
            task.runHere(() -> work.run(task));
            task.undo().done();
            return task.warnings() == 0 ? "TASK OK" : "TASK WARNINGS: " + task.warnings();
        } catch (RuntimeException | Error failed) {
            // A task that was told to stop is not interrupted again while it takes back what it did.
            boolean stopped = Thread.interrupted();
            task.undo().run(task::log);
            return error(stopped || task.isStopped() ? "received interrupt" : printed(failed));
        }
    }

    private static String printed(Throwable failed) {
        if (failed instanceof ApiException refused) {
            return refused.printed();
        }
        return failed instanceof RuntimeException ? String.valueOf(failed.getMessage()) : failed.toString();
    }

    private static String error(String text) {
        return "TASK ERROR: " + text.strip().replace('\n', ' ');
    }

    private synchronized void writeActive() {
        files.writeActive(running.values().stream().map(Running::upid).toList());
    }

    boolean exists(Upid upid) {
        return files.exists(upid);
    }

    boolean runs(Upid upid) {
        return running.containsKey(upid.toString());
    }

    /** How a task ended that does not run any more. */
    public String exitStatus(Upid upid) {
        return files.status(upid);
    }

    List<String> log(Upid upid) {
        return files.lines(upid);
    }

    /** The running tasks, the latest first. */
    List<Known> active() {
        return running.values().stream()
                .map(Running::upid)
                .sorted((one, other) -> other.start().compareTo(one.start()))
                .map(upid -> new Known(upid, Optional.empty(), "RUNNING"))
                .toList();
    }

    /** The tasks that ended, the latest first. */
    List<Known> archive() {
        return files.archived().stream()
                .map(ended -> new Known(ended.upid(), Optional.of(ended.end()), ended.status()))
                .toList();
    }

    /** Interrupts a task. It ends as soon as its work notices; nothing happens if it has ended. */
    void stop(Upid upid) {
        Running task = running.get(upid.toString());
        if (task != null) {
            task.interrupt();
        }
    }

    /** Interrupts the running tasks of a type on a guest and waits a moment for their end. */
    public List<Upid> abort(String type, String id) {
        List<Running> hit = running.values().stream()
                .filter(task ->
                        task.upid().type().equals(type) && task.upid().id().equals(id))
                .toList();
        hit.forEach(Running::interrupt);
        hit.forEach(task -> await(task.thread(), Duration.ofSeconds(5)));
        return hit.stream().map(Running::upid).toList();
    }

    private static void await(Thread thread, Duration limit) {
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of every task that runs now, all together for so long at most. */
    public void finish(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Running task : running.values()) {
            await(task.thread(), Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
        }
    }

    /** Interrupts every task and waits until each has taken back what it did, at most ten seconds for each. */
    @Override
    public void close() {
        List<Running> rest = List.copyOf(running.values());
        rest.forEach(Running::interrupt);
        rest.forEach(task -> await(task.thread(), Duration.ofSeconds(10)));
    }
}
