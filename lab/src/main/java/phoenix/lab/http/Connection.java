package phoenix.lab.http;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * One connection, served to its end in one thread: requests one after the other, at most 100, closed after any error.
 *
 * @see "PVE source: PVE/APIServer/AnyEvent.pm response"
 */
final class Connection {
    private static final int MOST_REQUESTS = 100;
    private static final int WORTH_COMPRESSING = 1024;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final RequestReader reader;
    private final InputStream in;
    private final OutputStream out;
    private final Service service;

    Connection(InputStream in, OutputStream out, Service service) {
        this.reader = new RequestReader(in);
        this.in = in;
        this.out = new BufferedOutputStream(out);
        this.service = service;
    }

    void serve() throws IOException, InterruptedException {
        for (int served = 1; served <= MOST_REQUESTS; served++) {
            if (!serveOne(served < MOST_REQUESTS)) {
                return;
            }
        }
    }

    /** Answers one request; tells whether the connection may stay. */
    private boolean serveOne(boolean mayStay) throws IOException, InterruptedException {
        Optional<Request> head = Optional.empty();
        Response response;
        try {
            head = reader.head();
            if (head.isEmpty()) {
                return false;
            }
            // Proxmox looks at who asks before it looks at the body.
            Request request = service.admits(head.get()) ? reader.body(head.get()) : head.get();
            response = service.answer(request);
        } catch (RequestReader.Refused refused) {
            response = refused.response();
        }
        boolean stay = mayStay
                && !response.isError()
                && !head.flatMap(request -> request.header("connection"))
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        hold(response.delay());
        send(
                response,
                stay,
                head.flatMap(request -> request.header("accept-encoding")).orElse(""));
        if (!stay) {
            drain();
        }
        return stay;
    }

    private static void hold(Duration delay) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    }

    private void send(Response response, boolean stay, String acceptedEncodings) throws IOException {
        byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(response.headers());
        String now = DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
        headers.put("Cache-Control", "max-age=0");
        String connection = stay ? "Keep-Alive" : "close";
        if (headers.containsKey("Connection")) {
            // Proxmox passes on this header of the daemon behind it, beside its own.
            connection = headers.get("Connection") + "\r\nConnection: " + connection;
        }
        headers.put("Connection", connection);
        headers.put("Date", now);
        headers.put("Expires", now);
        headers.put("Pragma", "no-cache");
        headers.put("Server", "pve-api-daemon/3.0");
        if (body.length > WORTH_COMPRESSING && acceptedEncodings.contains("gzip")) {
            body = compressed(body);
            headers.put("Content-Encoding", "gzip");
        }
        headers.put("Content-Length", Integer.toString(body.length));
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(response.reasonLine())
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        }
        return compressed.toByteArray();
    }

    /** Takes what has come of an unread body, for closing with unread bytes would throw our answer away at the other side. */
    private void drain() throws IOException {
        int budget = RequestReader.MOST_BODY_BYTES;
        while (budget > 0 && in.available() > 0) {
            byte[] taken = in.readNBytes(Math.min(in.available(), budget));
            budget -= Math.max(1, taken.length);
        }
    }
}
