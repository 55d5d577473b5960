package phoenix.lab.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads requests off a stream within Proxmox's limits. Confined to the connection's thread. */
final class RequestReader {
    static final int MOST_BODY_BYTES = 512 * 1024;
    private static final int MOST_HEADER_BYTES = 8 * 1024;
    private static final int MOST_HEADER_LINES = 64;
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    private final InputStream in;

    RequestReader(InputStream in) {
        this.in = in;
    }

    /** A request that is refused as a whole. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        private final boolean silent;

        Refused(int status, String reason) {
            this(status, reason, false);
        }

        private Refused(int status, String reason, boolean silent) {
            super(reason);
            this.status = status;
            this.silent = silent;
        }

        /** A refusal whose reason is not repeated in the body. */
        static Refused silently(int status, String reason) {
            return new Refused(status, reason, true);
        }

        Response response() {
            String reason = String.valueOf(getMessage());
            return silent ? Response.empty(status, reason) : Response.text(status, reason);
        }
    }

    /** The head of the next request; empty when the other side has closed. */
    Optional<Request> head() throws IOException, Refused {
        int budget = MOST_HEADER_BYTES;
        Optional<String> first = line(budget);
        while (first.isPresent() && first.get().isEmpty()) {
            first = line(budget);
        }
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ");
        if (words.length != 3 || !words[2].matches("HTTP/[0-9]+\\.[0-9]+")) {
            throw new Refused(400, "bad request");
        }
        if (!words[2].matches("HTTP/1\\.[01]")) {
            throw new Refused(506, "http protocol version " + words[2].substring(5) + " not supported");
        }
        budget -= first.get().length();
        Map<String, String> headers = new LinkedHashMap<>();
        if (words[2].equals("HTTP/1.0")) {
            headers.put("connection", "close");
        }
        for (int lines = 0; ; lines++) {
            String line = line(budget).orElseThrow(EOFException::new);
            if (line.isEmpty()) {
                break;
            }
            if (lines >= MOST_HEADER_LINES) {
                throw new Refused(431, "too many http header lines (> " + MOST_HEADER_LINES + ")");
            }
            budget -= line.length();
            add(headers, line);
        }
        if (!METHODS.contains(words[0])) {
            throw Refused.silently(501, "method '" + words[0] + "' not available");
        }
        String encoding = headers.get("transfer-encoding");
        if (encoding != null) {
            throw new Refused(
                    501,
                    encoding.equalsIgnoreCase("chunked")
                            ? "chunked transfer encoding not supported"
                            : "Unknown transfer encoding '" + encoding + "'");
        }
        return Optional.of(new Request(words[0], words[1], headers, ""));
    }

    private static void add(Map<String, String> headers, String line) throws Refused {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new Refused(400, "bad request");
        }
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String separator = name.equals("cookie") ? "; " : ", ";
        headers.merge(name, line.substring(colon + 1).strip(), (before, next) -> before + separator + next);
    }

    private Optional<String> line(int budget) throws IOException, Refused {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return Optional.empty();
            }
            if (line.size() >= budget) {
                throw new Refused(431, "http header too large");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    /** How long the body is, or 0. */
    static long bodyLength(Request head) throws Refused {
        String length = head.header("content-length").orElse("0");
        if (!length.matches("[0-9]{1,18}")) {
            throw new Refused(400, "bad request");
        }
        return Long.parseLong(length);
    }

    /** Reads the body, having checked that there may be one. */
    Request body(Request head) throws IOException, Refused {
        long length = bodyLength(head);
        if (length == 0) {
            return head;
        }
        if (!head.method().equals("PUT") && !head.method().equals("POST")) {
            throw new Refused(501, "Unexpected content for method '" + head.method() + "'");
        }
        if (length > MOST_BODY_BYTES) {
            throw new Refused(501, "for data too large");
        }
        String type = head.header("content-type").orElse("");
        String plainType = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!Set.of("", "application/x-www-form-urlencoded", "application/json").contains(plainType)) {
            throw new Refused(506, "upload 'Content-Type '" + type + "' not implemented");
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("the request's body ended early");
        }
        return new Request(head.method(), head.target(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }
}
