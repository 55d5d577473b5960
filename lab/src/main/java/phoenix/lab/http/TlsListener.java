package phoenix.lab.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Listens on loopback and speaks TLS; who speaks plain HTTP there is sent to the {@code https} address, as Proxmox does. Idle
 * connections are closed after 5 s.
 */
public final class TlsListener implements AutoCloseable {
    private static final int IDLE_MILLIS = 5000;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int BACKLOG = 128;

    private final ServerSocket server;
    private final SSLContext tls;
    private final Workers workers;

    /** Starts listening on a port of 127.0.0.1; 0 takes any free one. */
    public TlsListener(int port, SSLContext tls, Service service) throws IOException {
        this.server = new ServerSocket();
        this.server.setReuseAddress(true);
        this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        this.tls = tls;
        this.workers = new Workers("phoenix-lab-https", server);
        workers.accept(server::accept, socket -> serve(socket, service));
    }

    public int port() {
        return server.getLocalPort();
    }

    private void serve(Socket plain, Service service) throws IOException, InterruptedException {
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(IDLE_MILLIS);
        int first = plain.getInputStream().read();
        if (first < 0) {
            return;
        }
        if (first != TLS_HANDSHAKE) {
            redirect(plain, first);
            return;
        }
        ByteArrayInputStream consumed = new ByteArrayInputStream(new byte[] {(byte) first});
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, consumed, true)) {
            socket.setUseClientMode(false);
            socket.startHandshake();
            new Connection(socket.getInputStream(), socket.getOutputStream(), service).serve();
        }
    }

    private void redirect(Socket plain, int first) throws IOException {
        StringBuilder line = new StringBuilder().append((char) first);
        for (int b = plain.getInputStream().read(); b >= 0 && b != '\n' && line.length() < 2048; ) {
            line.append((char) b);
            b = plain.getInputStream().read();
        }
        String[] words = line.toString().strip().split(" ");
        if (words.length != 3) {
            return;
        }
        boolean reading = words[0].equals("GET") || words[0].equals("HEAD");
        String answer = "HTTP/1.1 " + (reading ? "301 Moved Permanently" : "308 Permanent Redirect")
                + "\r\nLocation: https://127.0.0.1:" + port() + words[1]
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        OutputStream out = plain.getOutputStream();
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        plain.shutdownOutput();
        plain.getInputStream().skip(plain.getInputStream().available());
    }

    @Override
    public void close() {
        try {
            workers.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot close the listener on port " + port(), failed);
        }
    }
}
