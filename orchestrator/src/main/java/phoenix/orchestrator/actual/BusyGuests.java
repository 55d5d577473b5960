package phoenix.orchestrator.actual;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import phoenix.orchestrator.node.LockHolder;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.Upid;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.PveException;
import phoenix.pve.api.Task;

/**
 * Waits for tasks that are at work on guests, and says whose they are: at once, and every half minute. Used by one thread.
 *
 * <p>Defaults: a task is waited for at most 30 minutes.
 */
final class BusyGuests {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration TELL_EVERY = Duration.ofSeconds(30);

    private final NodeAccess node;
    private final Clock clock;
    private final Consumer<String> telling;

    BusyGuests(NodeAccess node, Clock clock, Consumer<String> telling) {
        this.node = node;
        this.clock = clock;
        this.telling = telling;
    }

    /** Waits until none of the tasks that are found now is at work any more. */
    void waitFor(Collection<ActualGuest> guests) {
        List<Task> active = node.client().send(NodeApi.activeTasks(node.name()));
        Map<LockHolder, String> holders = new LinkedHashMap<>();
        guests.forEach(guest -> LockHolder.among(active, guest.id(), guest.lock())
                .forEach(holder -> holders.putIfAbsent(holder, words(guest))));
        holders.forEach(this::waitFor);
    }

    private static String words(ActualGuest guest) {
        return guest.id()
                + (guest.name().isEmpty() ? "" : " (" + guest.name() + ")")
                + guest.lock().map(lock -> " is locked (" + lock + ")").orElse(" is busy");
    }

    private void waitFor(LockHolder holder, String what) {
        Upid task = holder.task();
        Instant limit = clock.instant().plus(LIMIT);
        while (true) {
            telling.accept(what + ": waiting for " + holder.inWords(clock.instant()));
            try {
                node.client().await(task, "see the end of " + task.type() + " of " + task.id(), TELL_EVERY, line -> {});
                return;
            } catch (PveException.TaskFailed e) {
                if (!e.stillRunning()) {
                    return; // how it ended is seen by looking again
                }
                if (!clock.instant().isBefore(limit)) {
                    throw e;
                }
            }
        }
    }
}
