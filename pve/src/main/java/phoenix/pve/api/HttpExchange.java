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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One request over HTTPS and its answer.
 *
 * <p>One that may be repeated without harm uses a connection that was kept, and Java sends it again by itself, once, when that turns out to be
 * closed. Any other gets a connection of its own and is sent in streaming mode, which forbids Java to send it again.
 *
 * <p>Runs in one thread and may be cancelled from another.
 */
final class HttpExchange implements Callable<HttpExchange.Answer> {
    private final Settings settings;
    private final Method method;
    private final URL url;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean repeatable;
    private volatile @Nullable HttpsURLConnection connection;
    private volatile boolean connected;

    HttpExchange(
            Settings settings, Method method, URL url, Map<String, String> headers, String body, boolean repeatable) {
        this.settings = settings;
        this.method = method;
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body.getBytes(StandardCharsets.US_ASCII);
        this.repeatable = repeatable;
    }

    /**
     * What all exchanges with a node share.
     *
     * @param tls what connections are made of; they share its sessions, so a new one is cheap
     * @param kept makes the connections that are kept: Java finds a kept one again only for the very same factory
     * @param verifier decides about a certificate for another host; null for Java's own
     */
    record Settings(
            SSLContext tls,
            SSLSocketFactory kept,
            @Nullable HostnameVerifier verifier,
            Duration connectLimit,
            Duration readLimit) {}

    /** @param reason the words after the code in the first line, which early 8.x uses for its errors */
    @SuppressWarnings("ArrayRecordComponent") // read once, by the one who asked
    record Answer(int status, String reason, byte[] body) {}

    @Override
    public Answer call() throws IOException {
        HttpsURLConnection opened = (HttpsURLConnection) url.openConnection();
        connection = opened;
        opened.setSSLSocketFactory(repeatable ? settings.kept() : settings.tls().getSocketFactory());
        if (settings.verifier() != null) {
            opened.setHostnameVerifier(settings.verifier());
        }
        opened.setConnectTimeout((int) settings.connectLimit().toMillis());
        opened.setReadTimeout((int) settings.readLimit().toMillis());
        opened.setInstanceFollowRedirects(false);
        opened.setUseCaches(false);
        opened.setRequestMethod(method.name());
        headers.forEach(opened::setRequestProperty);
        opened.setDoOutput(method != Method.GET);
        if (!repeatable) {
            opened.setRequestProperty("Connection", "close");
            opened.setFixedLengthStreamingMode(body.length);
        }
        opened.connect();
        connected = true;
        if (method != Method.GET) {
            try (OutputStream out = opened.getOutputStream()) {
                out.write(body);
            }
        }
        Answer answer = answer(opened);
        if (!repeatable) {
            opened.disconnect();
        }
        return answer;
    }

    private static Answer answer(HttpsURLConnection opened) throws IOException {
        int status = opened.getResponseCode();
        String reason = Optional.ofNullable(opened.getResponseMessage()).orElse("");
        try (InputStream in = status >= 400 ? opened.getErrorStream() : opened.getInputStream()) {
            // In streaming mode Java drops the body of a 401.
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
