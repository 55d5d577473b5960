package phoenix.lab.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Containers;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * Containers that run as long as a file says so: {@code <id>/running} holds the start's time and the configuration it was started
 * with. Safe for use by several threads.
 */
public final class SimulatedContainers implements Containers {
    private static final long MEMORY_IN_USE = 48L << 20;
    private static final long FIRST_PID = 100_000;
    private static final String BRIDGE = "vmbr0";

    private final Path folder;
    private final Latencies latencies;

    SimulatedContainers(Path folder, Latencies latencies) {
        this.folder = folder;
        this.latencies = latencies;
    }

    Path folder(VmId id) {
        return folder.resolve(id.toString());
    }

    private Path runningFile(VmId id) {
        return folder(id).resolve("running");
    }

    @Override
    public boolean isRunning(VmId id) {
        return Files.exists(runningFile(id));
    }

    @Override
    public void unpack(Path template, String volume, boolean unprivileged, Consumer<String> log) {
        if (!Files.isRegularFile(template)) {
            throw new NodeException("tar: " + template.getFileName() + ": Cannot open: No such file or directory");
        }
        Latencies.pass(latencies.unpack());
        log.accept("simulated: nothing is unpacked");
    }

    @Override
    public void setUp(VmId id, GuestConfig.Section config, Map<String, String> secrets) {
        makeFolder(id);
        WholeFile.write(folder(id).resolve("hostname"), config.get("hostname").orElse("CT" + id) + "\n");
    }

    private void makeFolder(VmId id) {
        try {
            Files.createDirectories(folder(id));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make " + folder(id), failed);
        }
    }

    @Override
    public void start(VmId id, GuestConfig.Section config) {
        Latencies.pass(latencies.start());
        if (isRunning(id)) {
            throw new NodeException("CT " + id + " already running");
        }
        checkBridges(config);
        makeFolder(id);
        writeRunning(id, Instant.now(), config);
    }

    private void writeRunning(VmId id, Instant since, GuestConfig.Section config) {
        StringBuilder text = new StringBuilder().append(since.getEpochSecond()).append('\n');
        config.options()
                .forEach((option, value) ->
                        text.append(option).append(": ").append(value).append('\n'));
        WholeFile.write(runningFile(id), text.toString());
    }

    @Override
    public void stop(VmId id) {
        Latencies.pass(latencies.stop());
        try {
            Files.deleteIfExists(runningFile(id));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot stop the simulated container " + id, failed);
        }
    }

    @Override
    public boolean shutDown(VmId id, Duration limit) {
        if (latencies.stop().compareTo(limit) > 0) {
            Latencies.pass(limit);
            return false;
        }
        stop(id);
        return true;
    }

    @Override
    public void applyLive(VmId id, GuestConfig.Section before, GuestConfig.Section after) {
        checkBridges(after);
        writeRunning(id, since(id), after);
    }

    private static void checkBridges(GuestConfig.Section config) {
        config.options().forEach((option, value) -> {
            String bridge = option.matches("net[0-9]+")
                    ? PropertyString.parse(value, "").get("bridge").orElse(BRIDGE)
                    : BRIDGE;
            if (!bridge.equals(BRIDGE)) {
                throw new NodeException("bridge '" + bridge + "' does not exist");
            }
        });
    }

    private Instant since(VmId id) {
        List<String> lines = lines(id);
        return Instant.ofEpochSecond(lines.isEmpty() ? 0 : Long.parseLong(lines.get(0)));
    }

    private List<String> lines(VmId id) {
        return isRunning(id) ? WholeFile.read(runningFile(id)).lines().toList() : List.of();
    }

    /** The option in force in a running container. */
    public Optional<String> inForce(VmId id, String option) {
        return lines(id).stream()
                .filter(line -> line.startsWith(option + ": "))
                .map(line -> line.substring(option.length() + 2))
                .findFirst();
    }

    @Override
    public void freeze(VmId id, boolean frozen) {
        if (!isRunning(id)) {
            throw new NodeException("container " + id + " is not running");
        }
    }

    @Override
    public Set<VmId> running() {
        Set<VmId> running = new TreeSet<>();
        try (Stream<Path> guests = Files.list(folder)) {
            guests.map(guest -> guest.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{2,8}"))
                    .map(VmId::parse)
                    .filter(this::isRunning)
                    .forEach(running::add);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + folder, failed);
        }
        return running;
    }

    @Override
    public Statistics statistics(VmId id) {
        if (!isRunning(id)) {
            return new Statistics(0, 0, 0, 0);
        }
        long uptime = Math.max(1, Duration.between(since(id), Instant.now()).toSeconds());
        return new Statistics(FIRST_PID + id.value(), uptime, MEMORY_IN_USE, 0.01);
    }

    @Override
    public List<Interface> interfaces(VmId id) {
        List<Interface> found = new ArrayList<>();
        found.add(new Interface("lo", "00:00:00:00:00:00", "127.0.0.1/8", "::1/128"));
        for (String line : lines(id)) {
            if (line.matches("net[0-9]+: .*")) {
                PropertyString net = PropertyString.parse(line.substring(line.indexOf(' ') + 1), "");
                found.add(new Interface(
                        net.get("name").orElse("eth0"),
                        net.get("hwaddr").orElse("").toLowerCase(Locale.ROOT),
                        net.get("ip").filter(ip -> ip.contains("/")).orElse(""),
                        net.get("ip6").filter(ip -> ip.contains("/")).orElse("")));
            }
        }
        return found;
    }

    /** Whether a running container has an address. */
    boolean answersAt(VmId id, String address) {
        return interfaces(id).stream()
                .anyMatch(found ->
                        found.inet().startsWith(address + "/") || found.inet6().startsWith(address + "/"));
    }

    @Override
    public void forget(VmId id) {
        try (Stream<Path> files = Files.exists(folder(id)) ? Files.walk(folder(id)) : Stream.of()) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + folder(id), failed);
        }
    }
}
