package phoenix.lab.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer.
 *
 * @param reason the text behind the status; its first line is sent
 * @param headers what is sent besides the usual ones
 * @param body text, sent as UTF-8
 * @param delay how long to hold the answer back
 */
public record Response(int status, String reason, Map<String, String> headers, String body, Duration delay) {
    public Response {
        headers = Map.copyOf(headers);
    }

    /** An answer without a body. */
    public static Response empty(int status, String reason) {
        return new Response(status, reason, Map.of(), "", Duration.ZERO);
    }

    /** An answer whose body is the reason, as Proxmox sends it for errors of the protocol itself. */
    public static Response text(int status, String reason) {
        return new Response(status, reason, Map.of(), reason, Duration.ZERO);
    }

    public Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, reason, more, body, delay);
    }

    public Response delayed(Duration newDelay) {
        return new Response(status, reason, headers, body, newDelay);
    }

    boolean isError() {
        return status >= 400;
    }

    String reasonLine() {
        return reason.lines().findFirst().orElse("");
    }
}
