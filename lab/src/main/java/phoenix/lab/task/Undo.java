package phoenix.lab.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What must be taken back if work fails half way; the last thing done first. Confined to one thread. */
public final class Undo {
    private final Deque<Hook> hooks = new ArrayDeque<>();

    private record Hook(String what, Runnable action) {}

    /** @param what in words, for the log: {@code remove volume local-zfs:subvol-100-disk-0} */
    public void add(String what, Runnable action) {
        hooks.push(new Hook(what, action));
    }

    /** Forgets everything: the work is done. */
    public void done() {
        hooks.clear();
    }

    /** Takes everything back. One thing that fails does not keep the others from being taken back. */
    public void run(Consumer<String> log) {
        while (!hooks.isEmpty()) {
            Hook hook = hooks.pop();
            try {
                hook.action().run();
            } catch (RuntimeException | Error failed) {
                log.accept("cannot " + hook.what() + ": " + failed.getMessage());
            }
        }
    }
}
