package phoenix.cli.laws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import phoenix.lab.http.Certificate;

/** Stands between a client and a node, shows the node's own certificate, and does to each request what it is told. Safe for many threads. */
final class FaultyProxy implements AutoCloseable {
    /** What can happen to a request. */
    enum Fault {
        /** It never reaches the node; the connection ends. */
        CUT_BEFORE(false, ""),
        /** The node does it; the connection ends without an answer. */
        CUT_AFTER(true, ""),
        /** The node does it; the answer breaks off in the middle. */
        HALF_AN_ANSWER(true, ""),
        /** The node does it; the answer does not come while the client waits. */
        SILENCE(true, ""),
        /** The node does it; the answer is something else. */
        GARBAGE(true, answer("200 OK", "<html>Bad gateway")),
        /** The node does it; the answer is JSON, but none that anybody expects. */
        OTHER_JSON(true, answer("200 OK", "{\"data\":\"\\u0000\"}")),
        /** A lock could not be had; nothing was done. */
        BUSY(
                false,
                answer(
                        "500 can't lock file '/run/lock/lxc/pve-config-1.lock' - got timeout",
                        "{\"data\":null,\"message\":\"can't lock file '/run/lock/lxc/pve-config-1.lock' - got timeout\\n\"}")),
        /** The proxy did not reach the daemon. */
        NOT_CONNECTED(false, answer("595 Errors during connection establishment", "")),
        /** The proxy gave up on the daemon, which does it. */
        GIVEN_UP(true, answer("596 Connection timed out", "")),
        /** The same, by another code. */
        UNKNOWN(true, answer("599 Too many redirections", "")),
        /** The ticket is no good any more. */
        EXPIRED(false, answer("401 permission denied - invalid PVE ticket", "{\"data\":null}")),
        /** All is well, but the connection ends though it was to be kept. */
        NOT_KEPT(true, "");

        private final boolean reachesTheNode;
        private final String instead;

        Fault(boolean reachesTheNode, String instead) {
            this.reachesTheNode = reachesTheNode;
            this.instead = instead;
        }

        private static String answer(String status, String body) {
            return "HTTP/1.1 " + status + "\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: "
                    + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        }
    }

    /** Decides what happens to a request. */
    interface Faults {
        Optional<Fault> on(String method, String path);
    }

    private final URI node;
    private final Faults faults;
    private final SSLContext client;
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param api the folder with the node's certificate and key */
    FaultyProxy(URI node, Path api, Faults faults) {
        this.node = node;
        this.faults = faults;
        try {
            SSLContext server = Certificate.load(api.resolve("certificate.pem"), api.resolve("key.pem"), "pve")
                    .tls();
            this.client = trustingAll();
            this.socket = server.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    private static SSLContext trustingAll() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {
                        new X509TrustManager() {
                            @Override
                            public void checkClientTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public void checkServerTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public X509Certificate[] getAcceptedIssuers() {
                                return new X509Certificate[0];
                            }
                        }
                    },
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    URI endpoint() {
        return URI.create("https://127.0.0.1:" + socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return; // the test is over
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            boolean open = true;
            while (open) {
                Optional<Message> request = Message.read(connection.getInputStream());
                open = request.isPresent() && answer(request.get(), connection);
            }
        } catch (IOException e) {
            // The client went away; it is the client that is watched.
        }
    }

    /** @return whether the connection stays */
    private boolean answer(Message request, Socket connection) throws IOException {
        String[] line = request.head().lines().findFirst().orElse("").split(" ");
        Fault fault = faults.on(line[0], line[1]).orElse(null);
        byte[] answer = new byte[0];
        if (fault == null || fault.reachesTheNode) {
            answer = forward(request);
        }
        if (fault == Fault.SILENCE) {
            connection.getInputStream().read(); // until the client gives up
            return false;
        }
        if (fault == null || fault == Fault.NOT_KEPT) {
            connection.getOutputStream().write(answer);
        } else if (fault == Fault.HALF_AN_ANSWER) {
            connection.getOutputStream().write(answer, 0, answer.length / 2);
        } else {
            connection.getOutputStream().write(fault.instead.getBytes(StandardCharsets.UTF_8));
        }
        connection.getOutputStream().flush();
        return fault == null;
    }

    private byte[] forward(Message request) throws IOException {
        try (Socket there = client.getSocketFactory().createSocket(node.getHost(), node.getPort())) {
            there.getOutputStream().write(request.bytes());
            there.getOutputStream().flush();
            return Message.read(there.getInputStream()).orElseThrow().bytes();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    /** A request or an answer: the lines of its head, and a body as long as they say. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    private record Message(String head, byte[] body) {
        static Optional<Message> read(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return Optional.empty();
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int length = text.lines()
                    .map(line -> line.toLowerCase(Locale.ROOT))
                    .filter(line -> line.startsWith("content-length:"))
                    .map(line -> Integer.parseInt(
                            line.substring("content-length:".length()).strip()))
                    .findFirst()
                    .orElse(0);
            return Optional.of(new Message(text, in.readNBytes(length)));
        }

        byte[] bytes() {
            byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = Arrays.copyOf(first, first.length + body.length);
            System.arraycopy(body, 0, all, first.length, body.length);
            return all;
        }
    }
}
