package phoenix.lab.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Lines of text over a UNIX socket, with a limit on each wait. Confined to one thread. */
final class UnixLines implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);

    private UnixLines(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** Connects, which succeeds as soon as somebody listens, whether it answers or not. */
    static UnixLines connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new UnixLines(channel, selector);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                Thread.onSpinWait();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("nobody reads " + channel.getRemoteAddress());
            }
        }
    }

    /** The next line; empty if none came in time. */
    Optional<String> next(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (buffer.hasRemaining()) {
                byte one = buffer.get();
                if (one == '\n') {
                    return Optional.of(line.toString(StandardCharsets.UTF_8));
                }
                line.write(one);
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            selector.selectedKeys().clear();
            selector.select(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted by signal");
            }
            buffer.clear();
            int got = channel.read(buffer);
            buffer.flip();
            if (got < 0) {
                throw new IOException("the other end has closed the connection");
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
