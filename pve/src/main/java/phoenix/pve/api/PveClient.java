package phoenix.pve.api;

import java.time.Duration;
import java.util.function.Consumer;
import phoenix.pve.Upid;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Sends requests and waits for tasks. Safe for use by several threads. A read that got no proper answer is repeated twice, a little later. Anything
 * else it never sends twice: that is its caller's business, who can look first whether the first one took. Where a request started a task and
 * its answer was lost, it waits until no task is at work on the guest any more, so that this look shows how it ended.
 */
public final class PveClient implements AutoCloseable {
    private static final int READS = 3;
    private static final Duration BEFORE_NEXT_READ = Duration.ofMillis(500);

    private final Transport transport;
    private final Pace pace;

    public PveClient(Transport transport) {
        this(transport, Pace.REAL);
    }

    public PveClient(Transport transport, Pace pace) {
        this.transport = transport;
        this.pace = pace;
    }

    /**
     * Sends one request.
     *
     * @throws PveException what the API, or the way to it, had against it
     */
    public <T> T send(Request<T> request) {
        for (int read = 1; ; read++) {
            try {
                return sendOnce(request);
            } catch (PveException.Unavailable | PveException.Conflict failure) {
                if (request.method() != Method.GET || read == READS || !mayPass(failure)) {
                    throw failure;
                }
                pause(request, failure);
            }
        }
    }

    private <T> T sendOnce(Request<T> request) {
        JsonNode data = transport.send(request.method(), request.path(), request.parameters(), request.purpose());
        return read(request, data);
    }

    /** A node that could not even be reached is not asked again at once: its address or its certificate are wrong. */
    private static boolean mayPass(PveException failure) {
        return failure.getCause() == null || (failure instanceof PveException.Unavailable lost && lost.dispatched());
    }

    private void pause(Request<?> request, PveException failure) {
        try {
            pace.pause(BEFORE_NEXT_READ);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PveException.Interrupted(
                    "interrupted before the next try to " + request.purpose() + ": " + failure.getMessage(),
                    "run again");
        }
    }

    /**
     * Sends a request that starts a task, and waits until the task has ended well.
     *
     * @param limit how long the task may take
     * @param logLines receives the lines of its log as they come
     * @throws PveException.TaskFailed if the task ended badly or not in time
     * @throws PveException what the API, or the way to it, had against it
     */
    public TaskOutcome sendTask(Request<Upid> request, Duration limit, Consumer<String> logLines) {
        if (!transport.waitsForTasks()) {
            return await(start(request, limit, logLines), request.purpose(), limit, logLines);
        }
        JsonNode data = transport.sendTask(
                request.method(), request.path(), request.parameters(), request.purpose(), limit, logLines);
        return await(read(request, data), request.purpose(), limit, line -> {});
    }

    private Upid start(Request<Upid> request, Duration limit, Consumer<String> logLines) {
        try {
            return send(request);
        } catch (PveException.Unavailable failure) {
            if (failure.dispatched()) {
                new LostAnswer(this, request).waitOut(limit, logLines);
            }
            throw failure;
        }
    }

    /**
     * Waits until a task has ended well. Ends with an interrupt at once; the task goes on then.
     *
     * @param purpose what the task is for, to complete the sentence "cannot ..."
     * @param limit how long to wait
     * @param logLines receives the lines of its log as they come
     * @throws PveException.TaskFailed if the task ended badly or not in time
     * @throws PveException.Interrupted if this thread was interrupted
     * @throws PveException.Unavailable if the node cannot be asked any more
     */
    public TaskOutcome await(Upid upid, String purpose, Duration limit, Consumer<String> logLines) {
        return new TaskWait(this, pace, upid, purpose, limit, logLines).toItsEnd();
    }

    private <T> T read(Request<T> request, JsonNode data) {
        try {
            return request.reader().apply(data);
        } catch (IllegalArgumentException | JacksonException e) {
            throw new PveException.Unavailable(
                    "cannot " + request.purpose() + ": the answer of " + transport.where() + " cannot be understood: "
                            + e.getMessage(),
                    "check the node's version; this was written for Proxmox VE 8 and 9",
                    true,
                    e);
        }
    }

    /** The way to the node that this client uses. */
    public Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        transport.close();
    }
}
