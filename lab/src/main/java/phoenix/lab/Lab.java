package phoenix.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import phoenix.lab.api.AlreadyServedException;
import phoenix.lab.api.ApiServer;
import phoenix.lab.host.HostNode;
import phoenix.lab.host.LabPlace;
import phoenix.lab.node.Node;
import phoenix.lab.node.NodeException;
import phoenix.lab.simulated.SimulatedNode;
import phoenix.lab.simulated.SimulatedShell;

/**
 * An open lab: its node is up, and its API is served, by this process or by one that did so already. When that one ends, this process
 * serves it on.
 *
 * <p>Used by one thread; what it gives out may be used by several.
 */
public final class Lab implements AutoCloseable {
    private static final Duration PUBLISHING = Duration.ofSeconds(20);
    /** How long tasks that other processes began are waited for; less than a client goes on asking a server that does not answer. */
    private static final Duration FINISHING = Duration.ofMinutes(1);

    private final Node node;
    private final Access access;
    private final @Nullable ApiServer server;
    private final @Nullable Heir heir;

    private Lab(Node node, Access access, @Nullable ApiServer server, @Nullable Heir heir) {
        this.node = node;
        this.access = access;
        this.server = server;
        this.heir = heir;
    }

    /**
     * Opens a lab with real containers; makes and starts what is missing.
     *
     * @param port for the API if this process is to serve it; 0 for any free one
     * @param progress lines for people
     * @throws NodeException if the machine lacks something, or a program failed; with its words
     */
    public static Lab real(LabPlace place, int port, Consumer<String> progress) {
        HostNode node = HostNode.open(place, progress);
        return open(node, state(place), Optional.of(place.socket()), port, progress);
    }

    /**
     * Opens a lab whose containers are only simulated.
     *
     * @param folder where it keeps its files
     */
    public static Lab simulated(Path folder, int port, Consumer<String> progress) {
        try {
            return open(
                    new SimulatedNode(folder.resolve("node")), folder.resolve("api"), Optional.empty(), port, progress);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the simulated lab in " + folder, e);
        }
    }

    /** How to reach the API of a lab that some process serves now; empty if none does. */
    public static Optional<Access> served(LabPlace place) {
        return Access.read(published(state(place)));
    }

    /** The same for a simulated lab. */
    public static Optional<Access> served(Path folder) {
        return Access.read(published(folder.resolve("api")));
    }

    private static Lab open(Node node, Path state, Optional<Path> socket, int port, Consumer<String> progress) {
        try {
            ApiServer server = serve(ApiServer.start(node, state, port), state, socket);
            server.recovered().forEach(progress);
            return new Lab(node, access(server), server, null);
        } catch (AlreadyServedException e) {
            Access access = awaitPublished(published(state));
            int samePort = access.endpoint().getPort();
            return new Lab(
                    node,
                    access,
                    null,
                    new Heir(state, () -> serve(ApiServer.startAgain(node, state, samePort), state, socket)));
        } catch (IOException e) {
            throw new NodeException("cannot serve the lab's API: " + e.getMessage(), e);
        }
    }

    private static ApiServer serve(ApiServer server, Path state, Optional<Path> socket) throws IOException {
        try {
            if (socket.isPresent()) {
                server.serveTools(socket.get());
            }
            access(server).publish(published(state));
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close(); // else its lock would keep every other one from serving
            throw failed;
        }
    }

    private static Access access(ApiServer server) {
        return new Access(
                server.endpoint(),
                server.fingerprint(),
                "root@pam",
                server.rootPassword(),
                server.apiToken(),
                ProcessHandle.current().pid());
    }

    /** A server that has just started publishes within a moment. */
    private static Access awaitPublished(Path file) {
        long deadline = System.nanoTime() + PUBLISHING.toNanos();
        Optional<Access> found = Access.read(file);
        while (found.isEmpty()) {
            if (System.nanoTime() > deadline || Thread.interrupted()) {
                throw new NodeException("another process holds the lab and does not say where it serves the API");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            found = Access.read(file);
        }
        return found.get();
    }

    private static Path state(LabPlace place) {
        return place.home().resolve("api");
    }

    private static Path published(Path state) {
        return state.resolve("served.properties");
    }

    public Access access() {
        return access;
    }

    public Node node() {
        return node;
    }

    /** Whether this process serves the API since it opened the lab; if not, another one did then. */
    public boolean servesItself() {
        return server != null;
    }

    private Optional<ApiServer> server() {
        return heir == null ? Optional.ofNullable(server) : heir.server();
    }

    /**
     * How many requests this process has answered over HTTPS; 0 if another one serves the lab. Whoever serves it, each request is a
     * line of the node's {@code /var/log/pveproxy/access.log}. The commands of a simulated node's shell are counted by {@link
     * SimulatedNode#commands}.
     */
    public long requests() {
        return server().map(ApiServer::requests).orElse(0L);
    }

    /** What stands before an argument vector to run it as root on the node; empty for a simulated one. */
    public Optional<List<String>> shellPrefix() {
        return node instanceof HostNode host ? Optional.of(host.shellPrefix()) : Optional.empty();
    }

    /** A shell on a simulated node; empty for a real one. Its {@code pvesh} works in the process that serves the API. */
    public Optional<SimulatedShell> simulatedShell() {
        return node instanceof SimulatedNode simulated
                ? Optional.of(new SimulatedShell(
                        simulated, server().map(ApiServer::tools).orElse(ServedElsewhere.INSTANCE)))
                : Optional.empty();
    }

    /** The network that guests on {@code vmbr0} share with this machine, for people; empty for a simulated lab. */
    public Optional<String> network() {
        return node instanceof HostNode host
                ? Optional.of(
                        host.subnet().cidr() + ", gateway " + host.subnet().gateway())
                : Optional.empty();
    }

    /**
     * Stops serving, if this process does; the node and its guests stay up. Tasks that other processes began come to their end first,
     * and one of those processes serves on.
     */
    @Override
    public void close() {
        if (heir != null) {
            heir.close();
        }
        server().ifPresent(Lab::close);
    }

    private static void close(ApiServer server) {
        try {
            server.finish(FINISHING);
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop serving the lab's API", e);
        }
    }
}
