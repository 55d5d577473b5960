package phoenix.lab.task;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import phoenix.pve.Upid;

/** A running task, as its work sees it. The log may be written by several threads; the rest belongs to the task's own. */
public final class Task {
    private static final int MOST_UNWRITTEN = 100;

    /** A full disk makes each try a slow one. */
    private static final long BETWEEN_NANOS = 250_000_000L;

    private static final ThreadLocal<@Nullable Task> CURRENT = new ThreadLocal<>();

    private final Upid upid;
    private final TaskFiles files;
    private final Undo undo = new Undo();
    private final AtomicInteger warnings = new AtomicInteger();

    /** Guards itself and the three after it. */
    private final Deque<String> unwritten = new ArrayDeque<>();

    private boolean ended;
    private boolean full;
    private long lastTried;
    private volatile boolean stopped;

    Task(Upid upid, TaskFiles files) {
        this.upid = upid;
        this.files = files;
    }

    /** The task whose thread this is, if it is one. */
    public static Optional<Task> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    void runHere(Runnable work) {
        CURRENT.set(this);
        try {
            work.run();
        } finally {
            CURRENT.remove();
        }
    }

    public Upid upid() {
        return upid;
    }

    /**
     * Writes a line of the log. On a full disk it waits for the next one that can be written: what fails takes back what it made. Of many that wait
     * the newest are kept. What comes after the end, as from a program whose output is read late, is dropped: the last line tells how it ended.
     */
    public void log(String line) {
        synchronized (unwritten) {
            if (!ended) {
                add(line);
            }
        }
    }

    /** Writes the last line. */
    void end(String line) {
        synchronized (unwritten) {
            ended = true;
            add(line);
        }
    }

    private void add(String line) {
        unwritten.add(line);
        if (unwritten.size() > MOST_UNWRITTEN) {
            unwritten.removeFirst();
        }
        if (!full || System.nanoTime() - lastTried > BETWEEN_NANOS) {
            writeRest();
        }
    }

    /** Writes what could not be written before; false if it still cannot be. */
    boolean writeRest() {
        synchronized (unwritten) {
            if (unwritten.isEmpty()) {
                return true;
            }
            lastTried = System.nanoTime();
            try {
                files.append(upid, String.join("\n", unwritten));
                unwritten.clear();
                full = false;
            } catch (UncheckedIOException noRoom) {
                full = true;
            }
            return !full;
        }
    }

    /** Writes a warning and counts it: the task will end {@code WARNINGS: n}. */
    public void warn(String line) {
        warnings.incrementAndGet();
        log("WARN: " + line);
    }

    /** What is taken back if this task fails. */
    public Undo undo() {
        return undo;
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    int warnings() {
        return warnings.get();
    }
}
