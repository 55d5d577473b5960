package phoenix.lab.rest;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.lab.schema.InvalidFormat;

/** A call that failed, with the status and the words that Proxmox answers with. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient SortedMap<String, String> errors;

    private ApiException(int status, String message, Map<String, String> errors) {
        super(message);
        this.status = status;
        this.errors = new TreeMap<>(errors);
    }

    /** Anything that a handler dies with: status 500. Neither "not found" nor "conflict" have a status of their own. */
    public static ApiException failure(String text) {
        return new ApiException(500, text, Map.of());
    }

    /** A stored property string that cannot be read: status 500, with the problems by key. */
    public static ApiException malformed(InvalidFormat cause) {
        String first = cause.text().lines().findFirst().orElse("");
        return new ApiException(500, first, cause.problems());
    }

    /** One wrong parameter: status 400. */
    public static ApiException parameter(String name, String text) {
        return parameters(Map.of(name, text));
    }

    /** Wrong parameters, all of them: status 400. */
    public static ApiException parameters(Map<String, String> errors) {
        return new ApiException(400, "Parameter verification failed.", errors);
    }

    /** A missing right: status 403. */
    public static ApiException forbidden(String what) {
        return new ApiException(403, "Permission check failed (" + what + ")", Map.of());
    }

    /** A missing right, without saying which: status 403. */
    public static ApiException forbidden() {
        return new ApiException(403, "Permission check failed", Map.of());
    }

    /** Wrong credentials: status 401. */
    public static ApiException unauthorised(String text) {
        return new ApiException(401, text, Map.of());
    }

    /** No such path or method: status 501. */
    public static ApiException notImplemented(String text) {
        return new ApiException(501, text, Map.of());
    }

    public int status() {
        return status;
    }

    /** The text; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** The problems by parameter. */
    public Map<String, String> errors() {
        return Collections.unmodifiableMap(errors);
    }

    /** How the error reads where Proxmox prints it as text, as in a task's last line. */
    public String printed() {
        StringBuilder printed = new StringBuilder(status == 500 ? "" : status + " ").append(text());
        errors.forEach((name, problem) ->
                printed.append('\n').append(name).append(": ").append(problem));
        return printed.toString();
    }
}
