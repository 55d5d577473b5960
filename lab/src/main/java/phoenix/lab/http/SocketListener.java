package phoenix.lab.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Listens on a UNIX socket that only its owner can open. The socket is made in a private folder and then moved to its place, so
 * that nobody else can open it in between.
 */
public final class SocketListener implements AutoCloseable {
    private final Path socket;
    private final Workers workers;

    public SocketListener(Path socket, Service service) throws IOException {
        this.socket = socket;
        Path folder = Files.createDirectories(socket.toAbsolutePath().getParent());
        Path nursery = Files.createTempDirectory(
                folder, ".s", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path born = nursery.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(born));
        Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
        Files.move(born, socket, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(nursery);
        this.workers = new Workers("phoenix-lab-tools", server);
        workers.accept(server::accept, connection -> serve(connection, service));
    }

    private static void serve(SocketChannel connection, Service service) throws IOException, InterruptedException {
        new Connection(Channels.newInputStream(connection), Channels.newOutputStream(connection), service).serve();
    }

    @Override
    public void close() {
        try {
            workers.close();
            Files.deleteIfExists(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot close the tools' socket " + socket, failed);
        }
    }
}
