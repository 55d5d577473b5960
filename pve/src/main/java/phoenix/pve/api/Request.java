package phoenix.pve.api;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One call of the API as a value: it can be shown before it is sent, and it is sent as it was shown.
 *
 * @param path below {@code /api2/json}, such as {@code /nodes/pve/lxc/953/config}; its parts are already percent-encoded
 * @param parameters without the variables of the path
 * @param purpose what it is for, to complete the sentence "cannot ...": {@code create container 953 (gateway)}
 * @param reader makes the answer's {@code data} a value
 * @param <T> what the answer means
 */
public record Request<T>(
        Method method,
        String path,
        SortedMap<String, String> parameters,
        String purpose,
        Function<JsonNode, T> reader) {
    private static final Set<String> SECRETS = Set.of("password", "cipassword");

    public Request {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("an API path starts with a slash: " + path);
        }
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    public static <T> Request<T> of(
            Method method, String path, Map<String, String> parameters, String purpose, Function<JsonNode, T> reader) {
        return new Request<>(method, path, new TreeMap<>(parameters), purpose, reader);
    }

    /** The call on one line, for dry-run and logs; passwords are not shown. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(method.name()).append(' ').append(path);
        parameters.forEach((name, value) -> line.append(' ')
                .append(name)
                .append('=')
                .append(
                        SECRETS.contains(name)
                                ? "***"
                                : value.replace("\n", "\\n").replace("\0", " ")));
        return line.toString();
    }
}
