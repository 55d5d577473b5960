package phoenix.pve.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TLS server on loopback that breaks HTTP's rules: each connection gets one request answered with raw text, then it is closed. */
final class RawNode implements AutoCloseable {
    private final ServerSocket socket;
    private final List<String> answers;
    private final List<String> requestLines = new CopyOnWriteArrayList<>();

    /** @param answers one for each connection, the last also for all further ones; an empty one closes without a word */
    RawNode(Certificates certificates, String... answers) {
        this.answers = List.of(answers);
        try {
            socket = certificates
                    .server()
                    .getServerSocketFactory()
                    .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "raw-node");
        thread.setDaemon(true);
        thread.start();
    }

    /** An answer that leaves the connection open, as far as the client can know. */
    static String json(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: keep-alive\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    /** An error whose text stands in the reason phrase alone. */
    static String error(int status, String reason) {
        return "HTTP/1.1 " + status + " " + reason + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    }

    private void serve() {
        int connection = 0;
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                String answer = answers.get(Math.min(connection++, answers.size() - 1));
                readRequest(client);
                client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return; // the test is over; otherwise the client did not like what it got, and may come again
                }
            }
        }
    }

    private void readRequest(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        String first = in.readLine();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        if (first != null) {
            requestLines.add(first);
        }
    }

    List<String> requestLines() {
        return requestLines;
    }

    URI endpoint() {
        return URI.create("https://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
