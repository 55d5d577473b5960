package phoenix.pve.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One request over HTTPS and its answer. Java repeats a GET by itself, once, when a kept connection turns out to be closed; it repeats nothing else,
 * because every other request is sent in streaming mode, which forbids it.
 *
 * <p>Runs in one thread and may be cancelled from another.
 */
final class HttpExchange implements Callable<HttpExchange.Answer> {
    private static final int UNAUTHORISED = 401;

    private final Settings settings;
    private final Method method;
    private final URL url;
    private final Map<String, String> headers;
    private final byte[] body;
    private volatile @Nullable HttpsURLConnection connection;
    private volatile boolean connected;

    HttpExchange(Settings settings, Method method, URL url, Map<String, String> headers, String body) {
        this.settings = settings;
        this.method = method;
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body.getBytes(StandardCharsets.US_ASCII);
    }

    /** What all exchanges with a node share; connections are kept only among those with the very same socket factory. */
    record Settings(
            SSLSocketFactory sockets, @Nullable HostnameVerifier verifier, Duration connectLimit, Duration readLimit) {}

    /** @param reason the words after the code in the first line, which early 8.x uses for its errors */
    @SuppressWarnings("ArrayRecordComponent") // read once, by the one who asked
    record Answer(int status, String reason, byte[] body) {}

    @Override
    public Answer call() throws IOException {
        HttpsURLConnection opened = (HttpsURLConnection) url.openConnection();
        connection = opened;
        opened.setSSLSocketFactory(settings.sockets());
        if (settings.verifier() != null) {
            opened.setHostnameVerifier(settings.verifier());
        }
        opened.setConnectTimeout((int) settings.connectLimit().toMillis());
        opened.setReadTimeout((int) settings.readLimit().toMillis());
        opened.setInstanceFollowRedirects(false);
        opened.setUseCaches(false);
        opened.setRequestMethod(method.name());
        headers.forEach(opened::setRequestProperty);
        if (method != Method.GET) {
            opened.setDoOutput(true);
            opened.setFixedLengthStreamingMode(body.length);
        }
        opened.connect();
        connected = true;
        if (method != Method.GET) {
            try (OutputStream out = opened.getOutputStream()) {
                out.write(body);
            }
        }
        return answer(opened);
    }

    private static Answer answer(HttpsURLConnection opened) throws IOException {
        int status = opened.getResponseCode();
        String reason = Optional.ofNullable(opened.getResponseMessage()).orElse("");
        if (status == UNAUTHORISED) {
            return new Answer(status, reason, new byte[0]); // its body is out of reach in streaming mode
        }
        try (InputStream in = status >= 400 ? opened.getErrorStream() : opened.getInputStream()) {
            return new Answer(status, reason, in == null ? new byte[0] : in.readAllBytes());
        }
    }

    /** Whether the request may have left: the connection stood. */
    boolean connected() {
        return connected;
    }

    /** Ends the exchange from another thread; {@link #call} then fails. */
    void cancel() {
        HttpsURLConnection opened = connection;
        if (opened != null) {
            opened.disconnect();
        }
    }
}
