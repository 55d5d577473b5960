package phoenix.lab.api;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import phoenix.lab.access.AccessEndpoints;
import phoenix.lab.access.Authenticator;
import phoenix.lab.access.RightsEndpoints;
import phoenix.lab.access.StoredRights;
import phoenix.lab.access.Tickets;
import phoenix.lab.access.Token;
import phoenix.lab.access.UserEndpoints;
import phoenix.lab.access.UserStore;
import phoenix.lab.cluster.Broadcast;
import phoenix.lab.cluster.ClusterEndpoints;
import phoenix.lab.cluster.NodeConfigEndpoints;
import phoenix.lab.cluster.NodeEndpoints;
import phoenix.lab.cluster.PoolEndpoints;
import phoenix.lab.files.WholeFile;
import phoenix.lab.firewall.FirewallEndpoints;
import phoenix.lab.firewall.FirewallFiles;
import phoenix.lab.guest.ContainerService;
import phoenix.lab.guest.GuestAccess;
import phoenix.lab.guest.GuestFiles;
import phoenix.lab.guest.KnownGuests;
import phoenix.lab.hardware.MappingEndpoints;
import phoenix.lab.hardware.PciEndpoints;
import phoenix.lab.hardware.PciMappings;
import phoenix.lab.http.Certificate;
import phoenix.lab.http.Request;
import phoenix.lab.http.Service;
import phoenix.lab.http.SocketListener;
import phoenix.lab.http.TlsListener;
import phoenix.lab.network.NamesEndpoints;
import phoenix.lab.network.NetworkEndpoints;
import phoenix.lab.node.Node;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.storage.DownloadEndpoints;
import phoenix.lab.storage.GuestVolumes;
import phoenix.lab.storage.StorageChanges;
import phoenix.lab.storage.StorageEndpoints;
import phoenix.lab.storage.StorageListing;
import phoenix.lab.storage.Storages;
import phoenix.lab.storage.TemplateEndpoints;
import phoenix.lab.storage.VolumeReferences;
import phoenix.lab.task.TaskEndpoints;
import phoenix.lab.task.Tasks;
import phoenix.lab.vm.VmFiles;
import phoenix.lab.vm.VmService;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Proxmox VE's API on a lab node, over HTTPS on loopback. Safe for use by several threads.
 *
 * <p>All state lies in files: the node's tree, and a folder with the server's certificate and root's password. A server that opens on
 * what a killed one left clears up first.
 */
public final class ApiServer implements AutoCloseable {
    private static final String TOKEN_NAME = "phoenix";

    private final StateLock lock;
    private final TlsListener listener;
    private final Tasks tasks;
    private final Certificate certificate;
    private final String rootPassword;
    private final String apiToken;
    private final List<String> recovered;
    private final List<Endpoint> endpoints;
    private final StoredRights rights;
    private final AccessLog accessLog;
    private final List<SocketListener> sockets = new ArrayList<>();

    private ApiServer(Node node, Path stateFolder, int port, ServerOptions options) throws IOException {
        this.lock = StateLock.take(stateFolder);
        try {
            Path etcPve = NodeTree.prepare(node.root());
            this.certificate =
                    Certificate.load(stateFolder.resolve("certificate.pem"), stateFolder.resolve("key.pem"), Node.NAME);
            WholeFile.write(etcPve.resolve("nodes/" + Node.NAME + "/pve-ssl.pem"), certificate.pem());
            this.rootPassword = password(stateFolder.resolve("root-password"));
            UserStore users = new UserStore(etcPve);
            this.apiToken = Caller.ROOT + "!" + TOKEN_NAME + "=" + tokenSecret(users);
            this.rights = new StoredRights(users);
            this.accessLog = new AccessLog(node.root(), options.clock());
            this.tasks = new Tasks(node.root().resolve("var/log/pve/tasks"), options.clock());
            Storages storages = new Storages(node);
            GuestFiles files = new GuestFiles(etcPve);
            VmFiles vmFiles = new VmFiles(etcPve);
            VolumeReferences references = references(files, vmFiles);
            GuestVolumes volumes = new GuestVolumes(storages, node, references);
            StorageListing listing = new StorageListing(storages, node, references);
            FirewallFiles firewalls = new FirewallFiles(etcPve);
            ContainerService containers = new ContainerService(
                    node,
                    files,
                    storages,
                    volumes,
                    firewalls,
                    tasks,
                    options.clock(),
                    options.lockPatience(),
                    guestAccess(users));
            PciMappings devices = new PciMappings(etcPve);
            VmService vms = new VmService(
                    node,
                    vmFiles,
                    devices,
                    storages,
                    volumes,
                    firewalls,
                    tasks,
                    options.clock(),
                    options.lockPatience(),
                    guestAccess(users));
            this.recovered = recover(containers, vms);
            Tickets tickets = Tickets.load(stateFolder.resolve("ticket-key"), options.clock());
            Authenticator authenticator = new Authenticator(users, tickets, rights, options.clock());
            KnownGuests guests = new AllGuests(List.of(containers.status(), vms.status()));
            Broadcast broadcast = new Broadcast(guests, options.broadcastPeriod(), options.clock());
            List<Endpoint> all = new ArrayList<>(containers.endpoints());
            all.addAll(vms.endpoints());
            all.addAll(new AccessEndpoints(users, tickets, authenticator, rights, rootPassword).endpoints());
            all.addAll(new UserEndpoints(users).endpoints());
            all.addAll(new RightsEndpoints(users).endpoints());
            all.addAll(new FirewallEndpoints(firewalls).endpoints());
            all.addAll(new TaskEndpoints(tasks).endpoints());
            all.addAll(new StorageEndpoints(storages, listing, volumes, tasks).endpoints());
            all.addAll(new NetworkEndpoints(node, tasks).endpoints());
            all.addAll(new NamesEndpoints(node).endpoints());
            all.addAll(new NodeConfigEndpoints(etcPve).endpoints());
            all.addAll(new StorageChanges(storages, node, users::forgetStorage).endpoints());
            all.addAll(new DownloadEndpoints(node.cloudImages(), storages, tasks).endpoints());
            all.addAll(new TemplateEndpoints(node.templates(), storages, tasks).endpoints());
            ClusterEndpoints cluster = new ClusterEndpoints(guests, broadcast, storages, listing, users, node.root());
            all.addAll(cluster.endpoints());
            all.addAll(new PoolEndpoints(users, cluster).endpoints());
            all.addAll(PciEndpoints.endpoints());
            all.addAll(new MappingEndpoints(devices).endpoints());
            all.addAll(new NodeEndpoints(node, certificate.fingerprint()).endpoints());
            this.endpoints = List.copyOf(all);
            Dispatcher dispatcher = new Dispatcher(
                    new Router(endpoints), identification(authenticator), options.refusalDelay(), accessLog, true);
            this.listener = new TlsListener(port, certificate.tls(), dispatcher);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /**
     * Starts a server.
     *
     * @param stateFolder where certificate and password are kept; made if missing
     * @param port on 127.0.0.1; 0 for any free one
     * @throws IOException if the port is taken, another server has this state, or a file cannot be used
     */
    public static ApiServer start(Node node, Path stateFolder, int port) throws IOException {
        return start(node, stateFolder, port, ServerOptions.PRODUCTION);
    }

    /**
     * Starts a server on what another one left.
     *
     * @throws IOException as {@link #start}, and if there is no such folder: the lab has been removed
     */
    public static ApiServer startAgain(Node node, Path stateFolder, int port) throws IOException {
        return new ApiServer(node, stateFolder, port, ServerOptions.PRODUCTION);
    }

    /** Starts a server with other times than Proxmox's. */
    public static ApiServer start(Node node, Path stateFolder, int port, ServerOptions options) throws IOException {
        Files.createDirectories(stateFolder);
        return new ApiServer(node, stateFolder, port, options);
    }

    private static VolumeReferences references(GuestFiles containers, VmFiles vms) {
        return new VolumeReferences() {
            @Override
            public Set<VolumeId> all() {
                Set<VolumeId> all = new HashSet<>(containers.all());
                all.addAll(vms.volumes());
                return all;
            }

            @Override
            public boolean isContainer(VmId id) {
                return containers.isContainer(id);
            }
        };
    }

    private static GuestAccess guestAccess(UserStore users) {
        return new GuestAccess() {
            @Override
            public void forget(VmId id) {
                users.forgetGuest(id);
            }

            @Override
            public void addToPool(VmId id, String pool) {
                users.addToPool(id, pool);
            }
        };
    }

    private static Dispatcher.Identification identification(Authenticator authenticator) {
        return new Dispatcher.Identification() {
            @Override
            public Caller caller(Request request) {
                return authenticator.caller(request);
            }

            @Override
            public boolean isToken(Request request) {
                return authenticator.isToken(request);
            }
        };
    }

    private static String password(Path file) {
        if (!Files.exists(file)) {
            byte[] random = new byte[18];
            new SecureRandom().nextBytes(random);
            WholeFile.writePrivate(file, Base64.getUrlEncoder().encodeToString(random) + "\n");
        }
        return WholeFile.read(file).strip();
    }

    private static String tokenSecret(UserStore users) {
        return users.secret(Caller.ROOT + "!" + TOKEN_NAME)
                .orElseGet(() -> users.makeToken(Caller.ROOT, TOKEN_NAME, new Token(0, false, "")));
    }

    private List<String> recover(ContainerService containers, VmService vms) {
        List<String> done = new ArrayList<>();
        tasks.buryTheDead().forEach(upid -> done.add("the task " + upid + " died with its server"));
        done.addAll(containers.recover());
        done.addAll(vms.recover());
        return List.copyOf(done);
    }

    /** The same API for root@pam, without a log-in: for tools on the node, and nobody else. */
    public Service tools() {
        return new Dispatcher(
                new Router(endpoints),
                request -> new Caller(Caller.ROOT, rights),
                Duration.ZERO,
                (user, request, response) -> {},
                false);
    }

    /**
     * Serves {@link #tools} over a UNIX socket that only the owner of this process can open. Requests are HTTP/1.1 below
     * {@code /api2/json}, as over HTTPS.
     *
     * @param socket where it is to be; what is there is replaced
     */
    public void serveTools(Path socket) throws IOException {
        synchronized (sockets) {
            sockets.add(new SocketListener(socket, tools()));
        }
    }

    /** The base address: {@code https://127.0.0.1:<port>}. */
    public URI endpoint() {
        return URI.create("https://127.0.0.1:" + listener.port());
    }

    /** The SHA-256 fingerprint of the certificate, as Proxmox shows it. */
    public String fingerprint() {
        return certificate.fingerprint();
    }

    /** The password of {@code root@pam}. */
    public String rootPassword() {
        return rootPassword;
    }

    /** The token {@code root@pam!phoenix}, not separated, as {@code <id>=<secret>}. */
    public String apiToken() {
        return apiToken;
    }

    /** How many requests this server has answered over HTTPS; each has a line in the node's {@code /var/log/pveproxy/access.log}. */
    public long requests() {
        return accessLog.answered();
    }

    /** What was cleared up after the last server; empty if it ended well. */
    public List<String> recovered() {
        return recovered;
    }

    /** Every endpoint that is served. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Takes no more requests, and waits for the tasks that run. */
    public void finish(Duration limit) {
        listener.close();
        tasks.finish(limit);
    }

    /** Stops serving. Running tasks are told to stop, and take back what they did. */
    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (sockets) {
            sockets.forEach(SocketListener::close);
            sockets.clear();
        }
        tasks.close();
        lock.close();
    }
}
