package phoenix.lab.http;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads behind a listening socket: one that accepts, and one for each open connection, at most 500. */
final class Workers {
    private static final int MOST_CONNECTIONS = 500;
    private static final Logger LOG = System.getLogger(Workers.class.getName());

    private final String name;
    private final Closeable server;
    private final ExecutorService threads;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Workers(String name, Closeable server) {
        this.name = name;
        this.server = server;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    interface Acceptor<C extends Closeable> {
        C accept() throws IOException;
    }

    interface Session<C extends Closeable> {
        void serve(C connection) throws IOException, InterruptedException;
    }

    <C extends Closeable> void accept(Acceptor<C> acceptor, Session<C> session) {
        threads.execute(() -> {
            while (!closed) {
                try {
                    free.acquire();
                    C connection = acceptor.accept();
                    open.add(connection);
                    begin(connection, session);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (IOException failed) {
                    if (!closed) {
                        LOG.log(Level.WARNING, name + " cannot accept connections any more", failed);
                    }
                    return;
                }
            }
        });
    }

    private <C extends Closeable> void begin(C connection, Session<C> session) throws IOException {
        try {
            threads.execute(() -> serve(connection, session));
        } catch (RejectedExecutionException closedMeanwhile) {
            connection.close();
        }
    }

    private <C extends Closeable> void serve(C connection, Session<C> session) {
        try (connection) {
            session.serve(connection);
        } catch (IOException gone) {
            // The other side went away or fell silent; that ends a connection as well as any other end.
            LOG.log(Level.DEBUG, name + " lost a connection", gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
            free.release();
        }
    }

    void close() throws IOException {
        closed = true;
        server.close();
        for (Closeable connection : open) {
            connection.close();
        }
        threads.shutdownNow();
    }
}
