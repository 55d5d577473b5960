package phoenix.pve.api;

import java.util.SortedMap;
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

    /** Where this leads, for people: {@code https://10.0.0.13:8006}. */
    String where();

    /** Whether the calls are made as {@code root@pam} itself, which may set the options that no token may set. */
    boolean actsAsRoot();

    @Override
    void close();
}
