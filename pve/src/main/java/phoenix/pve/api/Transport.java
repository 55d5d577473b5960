package phoenix.pve.api;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A way to send a call to the API. Safe for use by several threads. Sends each call once; trying again is its caller's business. */
public interface Transport extends AutoCloseable {
    /**
     * Sends one call.
     *
     * @return the answer's {@code data}
     * @throws PveException what the API, or the way to it, had against it
     */
    JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose);

    /**
     * Sends one call that starts a task. Unless {@link #waitsForTasks}, this is {@link #send}.
     *
     * @param limit how long the task may run, where the call lasts as long as the task
     * @param onLine receives the lines of the task's log, where the call lasts as long as the task
     * @return the answer's {@code data}, which names the task
     * @throws PveException what the API, or the way to it, had against it; a task that fails is no error of the call
     */
    default JsonNode sendTask(
            Method method,
            String path,
            SortedMap<String, String> parameters,
            String purpose,
            Duration limit,
            Consumer<String> onLine) {
        return send(method, path, parameters, purpose);
    }

    /** Whether a call that starts a task returns only when the task has ended. */
    default boolean waitsForTasks() {
        return false;
    }

    /** Where this leads, for people: {@code https://10.0.0.13:8006}. */
    String where();

    /** The address from which this reaches the API, as this machine sees it; empty if that is the node itself, or not known. */
    default Optional<String> source() {
        return Optional.empty();
    }

    /** Whether the calls are made as {@code root@pam} itself, which may set the options that no token may set. */
    boolean actsAsRoot();

    @Override
    void close();
}
