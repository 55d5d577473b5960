package phoenix.lab.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Machines;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/**
 * VMs that run as long as a file says so: {@code <id>/running} holds the start's time and the configuration it was started with; {@code
 * <id>/seed} the cloud-init drive. Safe for use by several threads.
 */
public final class SimulatedMachines implements Machines {
    private static final long FIRST_PID = 200_000;
    private static final String PAUSED = "paused";

    private final Path folder;
    private final SimulatedVolumes images;
    private final Latencies latencies;
    private final SimulatedAgent agent;

    SimulatedMachines(Path folder, SimulatedVolumes images, Latencies latencies) {
        this.folder = folder;
        this.images = images;
        this.latencies = latencies;
        this.agent = new SimulatedAgent(this, folder.resolveSibling(""));
    }

    Path folder(VmId id) {
        return folder.resolve(id.toString());
    }

    private Path runningFile(VmId id) {
        return folder(id).resolve("running");
    }

    @Override
    public void prepare() {
        // Nothing is needed to pretend.
    }

    @Override
    public boolean isRunning(VmId id) {
        return Files.exists(runningFile(id));
    }

    @Override
    public void start(VmId id, Launch launch) {
        for (String disk : launch.disks().values()) {
            if (images.find(disk).isEmpty()) {
                throw new NodeException("start failed: could not open disk image '" + disk + "'");
            }
        }
        Latencies.pass(latencies.start());
        writeSeed(id, launch.seed());
        writeRunning(id, launch.config(), Instant.now());
    }

    private void writeRunning(VmId id, GuestConfig.Section config, Instant since) {
        String text =
                since.getEpochSecond() + "\n" + new GuestConfig(config, GuestConfig.Section.EMPTY, Map.of()).print();
        write(runningFile(id), text);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make the folder of " + file, failed);
        }
        WholeFile.write(file, text);
    }

    private void writeSeed(VmId id, Map<String, String> seed) {
        seed.forEach((name, text) -> write(folder(id).resolve("seed").resolve(name), text));
    }

    @Override
    public void stop(VmId id) {
        if (isRunning(id)) {
            Latencies.pass(latencies.stop());
        }
        List.of("running", PAUSED).forEach(name -> delete(folder(id).resolve(name)));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file, failed);
        }
    }

    /** A file {@code <id>/hangs} makes a VM ignore the power button. */
    @Override
    public boolean shutDown(VmId id, boolean byAgent, Duration limit) {
        if (isRunning(id) && Files.exists(folder(id).resolve("hangs"))) {
            Latencies.pass(limit.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofSeconds(1) : limit);
            return false;
        }
        stop(id);
        return true;
    }

    @Override
    public void reset(VmId id) {
        delete(folder(id).resolve(PAUSED));
    }

    @Override
    public void pause(VmId id, boolean paused) {
        if (paused) {
            write(folder(id).resolve(PAUSED), "");
        } else {
            delete(folder(id).resolve(PAUSED));
        }
    }

    @Override
    public void applyLive(VmId id, GuestConfig.Section before, Launch after) {
        writeSeed(id, after.seed());
        writeRunning(id, after.config(), started(id));
    }

    @Override
    public void saveState(VmId id, String snapshot, List<String> disks) {
        disks.forEach(disk -> images.snapshot(disk, snapshot));
    }

    @Override
    public Set<VmId> running() {
        try (Stream<Path> folders = Files.list(folder)) {
            Set<VmId> running = new TreeSet<>();
            folders.filter(one -> Files.exists(one.resolve("running")))
                    .forEach(one -> running.add(VmId.parse(one.getFileName().toString())));
            return running;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + folder, failed);
        }
    }

    private Instant started(VmId id) {
        try {
            String text = Files.readString(runningFile(id));
            return Instant.ofEpochSecond(Long.parseLong(text.substring(0, text.indexOf('\n'))));
        } catch (IOException ended) {
            return Instant.now();
        }
    }

    @Override
    public Statistics statistics(VmId id) {
        if (!isRunning(id)) {
            return new Statistics(0, 0, 0, 0, "stopped");
        }
        long uptime = Math.max(0, Duration.between(started(id), Instant.now()).toSeconds());
        String state = Files.exists(folder(id).resolve(PAUSED)) ? PAUSED : "running";
        return new Statistics(FIRST_PID + id.value(), uptime, 256L << 20, 0.01, state);
    }

    /** The configuration that a running VM was started with, or has taken since. */
    Optional<GuestConfig.Section> config(VmId id) {
        try {
            String text = Files.readString(runningFile(id));
            return Optional.of(
                    GuestConfig.parse(text.substring(text.indexOf('\n') + 1)).current());
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    @Override
    public Object agent(VmId id, String command, Map<String, ?> arguments) {
        return agent.answer(id, command, arguments);
    }

    /** The running VM that has an address, by its cloud-init options. */
    Optional<VmId> at(String address) {
        return running().stream()
                .filter(id -> config(id).orElse(GuestConfig.Section.EMPTY).options().entrySet().stream()
                        .filter(option -> option.getKey().startsWith("ipconfig"))
                        .anyMatch(option -> option.getValue().matches(".*\\bip6?=" + Pattern.quote(address) + "/.*")))
                .findFirst();
    }

    /** Whether cloud-init was told of a user and of a key. */
    boolean admits(VmId id, String user, String publicKey) {
        Path seed = folder(id).resolve("seed").resolve("user-data");
        String told = Files.exists(seed) ? WholeFile.read(seed) : "";
        return told.contains(user) && told.contains(publicKey);
    }

    /** Runs a program inside, as the agent would. */
    Result run(VmId id, List<String> argv, byte[] input) {
        return agent.outcome(id, argv, input);
    }

    @Override
    public void forget(VmId id) {
        if (!Files.exists(folder(id))) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder(id))) {
            files.sorted((one, other) -> other.compareTo(one)).forEach(SimulatedMachines::delete);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + folder(id), failed);
        }
    }
}
