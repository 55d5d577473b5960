package phoenix.lab.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Sends requests byte by byte over TLS, so that nothing stands between a test and what the server answers, reason phrase included. */
final class RawClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI endpoint;
    private final String fingerprint;
    private final Map<String, String> credentials;

    private RawClient(URI endpoint, String fingerprint, Map<String, String> credentials) {
        this.endpoint = endpoint;
        this.fingerprint = fingerprint;
        this.credentials = credentials;
    }

    static RawClient nobody(ApiServer server) {
        return new RawClient(server.endpoint(), server.fingerprint(), Map.of());
    }

    static RawClient token(ApiServer server, String token) {
        return nobody(server).with("Authorization", "PVEAPIToken=" + token);
    }

    static RawClient token(int port, String fingerprint, String token) {
        return new RawClient(URI.create("https://127.0.0.1:" + port), fingerprint, Map.of())
                .with("Authorization", "PVEAPIToken=" + token);
    }

    /** root@pam by ticket. */
    static RawClient root(ApiServer server) {
        RawClient nobody = nobody(server);
        Answer login = nobody.post("/access/ticket", Map.of("username", "root@pam", "password", server.rootPassword()));
        String ticket = login.data().path("ticket").asString("");
        return nobody.with("Cookie", "PVEAuthCookie=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8))
                .with(
                        "CSRFPreventionToken",
                        login.data().path("CSRFPreventionToken").asString(""));
    }

    RawClient with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(credentials);
        more.put(header, value);
        return new RawClient(endpoint, fingerprint, more);
    }

    Answer get(String path) {
        return send("GET", path, "", "");
    }

    Answer delete(String path) {
        return send("DELETE", path, "", "");
    }

    Answer post(String path, Map<String, String> form) {
        return send("POST", path, "application/x-www-form-urlencoded", form(form));
    }

    Answer put(String path, Map<String, String> form) {
        return send("PUT", path, "application/x-www-form-urlencoded", form(form));
    }

    static String form(Map<String, String> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", pairs);
    }

    /** @param path below {@code /api2/json} */
    Answer send(String method, String path, String type, String body) {
        StringBuilder head = new StringBuilder(method + " /api2/json" + path + " HTTP/1.1\r\nHost: lab\r\n");
        credentials.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!body.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
            head.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return raw(head + "Connection: close\r\n\r\n" + body);
    }

    /** Sends text as it is and reads to the end. */
    Answer raw(String text) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return parse(readAll(socket.getInputStream()));
        } catch (IOException failed) {
            throw new UncheckedIOException("the server broke off", failed);
        }
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toString(StandardCharsets.UTF_8);
    }

    /** An open connection. */
    Socket connect() throws IOException {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new Pinned(fingerprint)}, null);
            Socket socket = tls.getSocketFactory().createSocket(endpoint.getHost(), endpoint.getPort());
            socket.setSoTimeout(20_000);
            return socket;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        String[] words = lines[0].split(" ", 3);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 2),
                    (before, next) -> before + ", " + next);
        }
        String body = text.substring(end + 4);
        JsonNode json = body.startsWith("{") ? JSON.readTree(body) : JsonNodeFactory.instance.stringNode(body);
        return new Answer(Integer.parseInt(words[1]), words[2], headers, json);
    }

    /** Trusts the one certificate that has this fingerprint. */
    private record Pinned(String fingerprint) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                if (!HexFormat.ofDelimiter(":")
                        .withUpperCase()
                        .formatHex(digest)
                        .equals(fingerprint)) {
                    throw new CertificateException("another certificate than expected");
                }
            } catch (GeneralSecurityException broken) {
                throw new CertificateException(broken);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
