package phoenix.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import phoenix.lab.api.ApiServer;

/**
 * Waits until the process that serves a lab's API ends, and serves it from then on at the same address: whoever used that one goes on.
 * Of several that wait one becomes the server, and the others wait for its end. Safe for use by several threads.
 */
final class Heir implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Path state;
    private final Start start;
    private final Thread waiting = new Thread(this::await, "phoenix-lab-heir");
    private volatile boolean ended;
    private volatile @Nullable ApiServer server;

    /** Begins to serve; fails as long as another process does. */
    interface Start {
        ApiServer serve() throws IOException;
    }

    /** @param state the server's folder; without it the lab has been removed, and nobody serves it any more */
    Heir(Path state, Start start) {
        this.state = state;
        this.start = start;
        waiting.setDaemon(true);
        waiting.start();
    }

    private void await() {
        while (!ended && server == null && Files.isDirectory(state)) {
            try {
                server = start.serve();
            } catch (IOException | UncheckedIOException servedOrBeingRemoved) {
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    /** The server, once this process has it. */
    Optional<ApiServer> server() {
        return Optional.ofNullable(server);
    }

    /** Waits no longer; a server that began is the caller's to close. */
    @Override
    public void close() {
        ended = true;
        LockSupport.unpark(waiting);
        try {
            waiting.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
