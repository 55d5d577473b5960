package phoenix.lab.task;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import phoenix.pve.Upid;

/** A running task, as its work sees it. The log may be written by several threads; the rest belongs to the task's own. */
public final class Task {
    private static final ThreadLocal<@Nullable Task> CURRENT = new ThreadLocal<>();

    private final Upid upid;
    private final TaskFiles files;
    private final Undo undo = new Undo();
    private final AtomicInteger warnings = new AtomicInteger();

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

    /** Writes a line of the log. */
    public void log(String line) {
        files.append(upid, line);
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
