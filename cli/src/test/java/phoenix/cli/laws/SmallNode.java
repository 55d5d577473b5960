package phoenix.cli.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.Lab;
import phoenix.lab.simulated.Result;
import phoenix.lab.simulated.SimulatedNode;
import phoenix.lab.simulated.SimulatedShell;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.run.Retrying;
import phoenix.orchestrator.run.RunEvent;
import phoenix.orchestrator.run.RunResult;
import phoenix.orchestrator.run.Runner;
import phoenix.orchestrator.run.StepLogs;
import phoenix.pve.GuestConfig;
import phoenix.pve.Tags;
import phoenix.pve.VmId;
import phoenix.pve.api.CertificateTrust;
import phoenix.pve.api.Credentials;
import phoenix.pve.api.Fingerprint;
import phoenix.pve.api.HttpsTransport;
import phoenix.pve.api.Pace;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.api.Secret;

/**
 * A simulated node with nothing on it, in this process, reached over its API as every other node. Waiting takes no time. With
 * {@code -Dlaws.way=pvesh} the API is reached by the node's own command, which takes a fraction of the time; tasks have ended then when it
 * answers.
 */
public final class SmallNode implements AutoCloseable {
    private static final boolean BY_PVESH = "pvesh".equals(System.getProperty("laws.way"));

    /** A resource pool that every such node has. */
    static final String POOL = "production";

    private static final long MOMENT = 200_000;
    private static final int TRIES = 1_000;

    private static final Pace HURRIED = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration length) {
            LockSupport.parkNanos(MOMENT);
        }
    };

    /** How long an answer is waited for behind a proxy that may never give one. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final Path folder;
    private final Path helper;
    private final Lab lab;
    private final @Nullable FaultyProxy proxy;
    private final MortalTransport transport;
    private final NodeAccess access;

    /**
     * @param folder its own; removed at the end
     * @param api the folder of its certificate; nodes that are open one after the other may share it
     */
    public SmallNode(Path folder, Path api, Path helper) {
        this(folder, api, helper, null);
    }

    /** The same behind a proxy that breaks what it is told to break. */
    SmallNode(Path folder, Path api, Path helper, FaultyProxy.@Nullable Faults faults) {
        this.folder = folder;
        this.helper = helper;
        try {
            Files.createDirectories(folder);
            Files.createDirectories(api);
            Files.createSymbolicLink(folder.resolve("api"), api);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.lab = Lab.simulated(folder, 0, line -> {});
        makePool();
        this.proxy = faults == null ? null : new FaultyProxy(lab.access().endpoint(), api, faults);
        SimulatedShell shell = lab.simulatedShell().orElseThrow();
        this.transport =
                new MortalTransport(BY_PVESH && proxy == null ? new PveshTransport(new PlainShell(shell)) : https());
        this.access = new NodeAccess(
                "pve", new PveClient(transport, HURRIED), Optional.of(transport.alongside(new PlainShell(shell))));
    }

    private HttpsTransport https() {
        return new HttpsTransport(
                proxy == null ? lab.access().endpoint() : proxy.endpoint(),
                new Credentials.Password(
                        lab.access().user(), new Secret(lab.access().password())),
                CertificateTrust.pinned(new Fingerprint(lab.access().fingerprint())),
                Duration.ofSeconds(10),
                proxy == null ? Duration.ofSeconds(60) : PATIENCE,
                InstantSource.system());
    }

    private void makePool() {
        try {
            Files.writeString(
                    lab.node().root().resolve("etc/pve/user.cfg"),
                    "pool:" + POOL + "::::\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SimulatedNode node() {
        return (SimulatedNode) lab.node();
    }

    PveClient client() {
        return access.client();
    }

    public Actual look(Fleet fleet) {
        List<VmId> fromTemplates = fleet.containers().values().stream()
                .filter(container -> container.clonedFrom().isEmpty())
                .map(DesiredContainer::id)
                .toList();
        return new NodeReader(access, fleet.guests()).read(ids(fleet), fromTemplates);
    }

    /** The guests, as one looks at them to write them down. */
    Actual lookToExport(List<VmId> guests) {
        return new NodeReader(access).withFirewallsOf(guests).read(List.of(), List.of());
    }

    public Plan plan(Fleet fleet) {
        return Planner.converge(fleet, look(fleet), ids(fleet), helper);
    }

    private static List<VmId> ids(Fleet fleet) {
        return fleet.guests().stream().map(DesiredGuest::id).toList();
    }

    /** What is done again in place though it is there. */
    Plan planInPlace(Fleet fleet) {
        return Planner.converge(fleet, look(fleet), ids(fleet), Redo.IN_PLACE, helper);
    }

    Plan planToAdopt(Fleet fleet, VmId guest) {
        return Planner.converge(fleet, look(fleet).adopting(List.of(guest)), List.of(guest), helper);
    }

    void adopt(Fleet fleet, VmId guest) {
        runner(event -> {}).run(planToAdopt(fleet, guest));
    }

    /** Looks, plans, and carries out. */
    public RunResult apply(Fleet fleet) {
        return runner(event -> {}).run(plan(fleet));
    }

    /** The same, ended like a process that is killed. */
    void applyAndDie(Fleet fleet, int calls, boolean loseLastAnswer) {
        dieDuring(calls, loseLastAnswer, () -> apply(fleet));
    }

    /**
     * Some work that ends like a process that is killed: after so many calls no further one leaves, and an answer may be lost.
     *
     * @return whether it was killed before it ended by itself
     */
    boolean dieDuring(int calls, boolean loseLastAnswer, Runnable work) {
        int before = transport.calls();
        transport.dieAfter(calls, loseLastAnswer);
        try {
            work.run();
        } catch (MortalTransport.Dead e) {
            // It died while it looked.
        } finally {
            transport.revive();
        }
        return transport.calls() > before + calls;
    }

    /** The same, ended after so many steps. */
    void applyAndStop(Fleet fleet, int steps) {
        AtomicInteger finished = new AtomicInteger();
        Runner[] runner = new Runner[1];
        runner[0] = runner(event -> {
            if (event instanceof RunEvent.StepFinished && finished.incrementAndGet() >= steps) {
                runner[0].stop();
            }
        });
        runner[0].run(plan(fleet));
    }

    /** Puts a program beside those that scripts on the node find, in place of one that is there. */
    void addProgram(String name, String text) {
        SimulatedShell shell = lab.simulatedShell().orElseThrow();
        String program = "../bin/" + name;
        Result written = shell.exec(List.of("tee", program), text.getBytes(StandardCharsets.UTF_8));
        Result changed = shell.exec(List.of("chmod", "755", program), new byte[0]);
        if (written.exitCode() != 0 || changed.exitCode() != 0) {
            throw new IllegalStateException("cannot write " + name + ": " + written.stderr() + changed.stderr());
        }
    }

    /** Carries out a plan that was made elsewhere. */
    RunResult carryOut(Plan plan) {
        return runner(event -> {}).run(plan);
    }

    /** Lets every request be seen that is sent from here. */
    void witnessedBy(MortalTransport.Witness witness) {
        transport.witnessedBy(witness);
    }

    private Runner runner(RunEvent.Listener listener) {
        return new Runner(
                access,
                step -> new NoLog(),
                listener,
                new Retrying(Duration.ofMillis(proxy == null ? 5 : 50)),
                Clock.systemUTC());
    }

    /** {@code https://127.0.0.1:<port>}. */
    public String endpoint() {
        return lab.access().endpoint().toString();
    }

    /** The token of root, as it stands in the header {@code Authorization}. */
    public String apiToken() {
        return lab.access().apiToken();
    }

    /** How many calls were made, of the API and of the shell. */
    public int calls() {
        return transport.calls();
    }

    /** Every container's configuration as it lies on the node. */
    public SortedMap<VmId, GuestConfig> configs() {
        return configs("lxc");
    }

    /** Every VM's configuration as it lies on the node. */
    SortedMap<VmId, GuestConfig> vmConfigs() {
        return configs("qemu-server");
    }

    private SortedMap<VmId, GuestConfig> configs(String kind) {
        SortedMap<VmId, GuestConfig> configs = new TreeMap<>();
        try (Stream<Path> files = Files.list(configFolder().resolveSibling(kind))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".conf")).toList()) {
                String name = String.valueOf(file.getFileName());
                configs.put(
                        VmId.parse(name.substring(0, name.length() - ".conf".length())),
                        GuestConfig.parse(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return configs;
    }

    /** What Proxmox keeps of a guest beside its configuration: the pool that it is in, and its firewall. */
    String surroundings(VmId id) {
        Path cluster = lab.node().root().resolve("etc/pve");
        Path firewall = cluster.resolve("firewall").resolve(id + ".fw");
        try {
            String pools = Files.readAllLines(cluster.resolve("user.cfg")).stream()
                    .filter(line -> line.matches("pool:.*:(.*,)?" + id + "(,.*)?:.*"))
                    .map(line -> line.split(":")[1])
                    .toList()
                    .toString();
            return "\npools " + pools + "\n" + (Files.exists(firewall) ? Files.readString(firewall) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a container's configuration behind everybody's back. */
    void rewrite(VmId id, String text) {
        rewrite(id, text, "lxc");
    }

    /** The same of a VM's. */
    void rewriteVm(VmId id, String text) {
        rewrite(id, text, "qemu-server");
    }

    private void rewrite(VmId id, String text, String kind) {
        try {
            Files.writeString(configFolder().resolveSibling(kind).resolve(id + ".conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes notes, tags and snapshots away from every guest, as if somebody else had made them all. */
    void forgetWhoseTheyAre() {
        for (String kind : List.of("lxc", "qemu-server")) {
            Path kindFolder = configFolder().resolveSibling(kind);
            configs(kind).forEach((id, config) -> {
                GuestConfig.Section current = withoutOurs(config.current().without("parent"));
                String text = new GuestConfig(current, config.pending(), Map.of()).print();
                try {
                    Files.writeString(kindFolder.resolve(id + ".conf"), text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static GuestConfig.Section withoutOurs(GuestConfig.Section section) {
        Tags tags = Note.userTags(section.get("tags").orElse(""));
        GuestConfig.Section untagged =
                tags.values().isEmpty() ? section.without("tags") : section.with("tags", tags.toString());
        return untagged.describedAs(Note.withoutLine(section.description()));
    }

    private Path configFolder() {
        return lab.node().root().resolve("etc/pve/nodes/pve/lxc");
    }

    @Override
    public void close() {
        access.client().close();
        if (proxy != null) {
            proxy.close();
        }
        lab.close();
        for (int i = 1; !remove(i == TRIES) && i < TRIES; i++) {
            LockSupport.parkNanos(MOMENT);
        }
    }

    /** Removes the folder; a task that has just ended may still be writing down that it has. */
    private boolean remove(boolean last) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            if (last) {
                throw new IllegalStateException("cannot remove " + folder, e);
            }
            return false;
        }
    }

    /** A log that nobody reads. */
    private static final class NoLog implements StepLogs.OpenLog {
        @Override
        public void line(String line) {
            // Nobody reads it.
        }

        @Override
        public List<String> last(int lines) {
            return List.of();
        }

        @Override
        public String file() {
            return "";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** What a plan would still do, subject by subject, with the reasons; empty if nothing. */
    static List<String> leftToDo(Plan plan) {
        return plan.subjects().stream()
                .filter(subject -> !subject.steps().isEmpty())
                .map(subject -> subject.label() + ": " + subject.changes() + " by "
                        + subject.steps().stream().map(Step::preview).toList())
                .toList();
    }

    /** The steps of a plan as one reads them. */
    static List<String> steps(Plan plan) {
        return plan.steps().stream().map((Step step) -> step.key().toString()).toList();
    }
}
