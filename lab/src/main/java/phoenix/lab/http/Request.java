package phoenix.lab.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it came, nothing decoded.
 *
 * @param target path and query, as they stand in the request line
 * @param headers names in lower case; of a repeated header the values joined by {@code ", "}, cookies by {@code "; "}
 * @param body as UTF-8 text; empty for a request without one
 */
public record Request(String method, String target, Map<String, String> headers, String body) {
    public Request {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The path of the target, still encoded. */
    public String rawPath() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** The query of the target, still encoded; empty if there is none. */
    public String rawQuery() {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }
}
