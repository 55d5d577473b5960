package phoenix.lab.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Images;
import phoenix.lab.node.NodeException;
import phoenix.pve.DiskSize;

/**
 * Volumes that are one small file each: quota, base, and snapshots with their content's name. A content is only a name, so that a
 * rollback can be seen. Safe for use by several threads.
 */
public final class SimulatedVolumes implements Images {
    private static final DiskSize CAPACITY = DiskSize.ofGiB(10_240);
    private static final DiskSize USED_EACH = new DiskSize(600L << 20);

    private static final int QCOW2_HEADER = 32;
    private static final int QCOW2_SIZE = 24;
    private static final int QCOW2_MAGIC = 0x514649fb;

    private final Path folder;
    private final Latencies latencies;

    /** What lies in the folder; read once, for nobody else writes there. */
    private final SortedMap<String, State> states = new TreeMap<>();

    SimulatedVolumes(Path folder, Latencies latencies) throws IOException {
        this.folder = folder;
        this.latencies = latencies;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    states.put(name, State.parse(WholeFile.read(file)));
                }
            }
        }
    }

    /**
     * One volume.
     *
     * @param content a name for what is on it now
     * @param snapshots oldest first
     */
    private record State(DiskSize quota, String base, String content, List<Snapshot> snapshots) {
        State {
            snapshots = List.copyOf(snapshots);
        }

        State withSnapshots(List<Snapshot> others) {
            return new State(quota, base, content, others);
        }

        String print() {
            StringBuilder text = new StringBuilder();
            text.append("quota ").append(quota.bytes()).append('\n');
            text.append("base ").append(base).append('\n');
            text.append("content ").append(content).append('\n');
            for (Snapshot snapshot : snapshots) {
                text.append("snapshot ")
                        .append(snapshot.name())
                        .append(' ')
                        .append(snapshot.content())
                        .append('\n');
            }
            return text.toString();
        }

        static State parse(String text) {
            State state = new State(new DiskSize(0), "", "", List.of());
            List<Snapshot> snapshots = new ArrayList<>();
            for (String line : text.lines().toList()) {
                String[] words = line.split(" ", -1);
                state = switch (words[0]) {
                    case "quota" ->
                        new State(new DiskSize(Long.parseLong(words[1])), state.base, state.content, List.of());
                    case "base" -> new State(state.quota, words[1], state.content, List.of());
                    case "content" -> new State(state.quota, state.base, words[1], List.of());
                    default -> {
                        snapshots.add(new Snapshot(words[1], words[2]));
                        yield state;
                    }
                };
            }
            return state.withSnapshots(snapshots);
        }
    }

    private record Snapshot(String name, String content) {}

    private Path file(String volume) {
        return folder.resolve(volume);
    }

    private State read(String volume) {
        State state = states.get(volume);
        if (state == null) {
            throw new NodeException("cannot open 'rpool/data/" + volume + "': dataset does not exist");
        }
        return state;
    }

    private void write(String volume, State state) {
        WholeFile.write(file(volume), state.print());
        states.put(volume, state);
    }

    private void writeNew(String volume, State state) {
        if (states.containsKey(volume)) {
            throw new NodeException("cannot create 'rpool/data/" + volume + "': dataset already exists");
        }
        write(volume, state);
    }

    private void change(String volume, UnaryOperator<State> change) {
        write(volume, change.apply(read(volume)));
    }

    @Override
    public synchronized void create(String volume, DiskSize quota) {
        writeNew(volume, new State(quota, "", "new", List.of()));
    }

    /** The size that an image's header tells, if it has one. */
    @Override
    public DiskSize importFile(Path image, String volume) {
        Latencies.pass(latencies.copy());
        DiskSize size = size(image);
        synchronized (this) {
            writeNew(volume, new State(size, "", image.getFileName().toString(), List.of()));
        }
        return size;
    }

    private static DiskSize size(Path image) {
        try (InputStream file = Files.newInputStream(image)) {
            ByteBuffer header = ByteBuffer.wrap(file.readNBytes(QCOW2_HEADER));
            boolean qcow2 = header.limit() == QCOW2_HEADER && header.getInt(0) == QCOW2_MAGIC;
            return new DiskSize(qcow2 ? header.getLong(QCOW2_SIZE) : Files.size(image));
        } catch (IOException failed) {
            throw new NodeException("qemu-img: Could not open '" + image.getFileName() + "': " + failed, failed);
        }
    }

    @Override
    public synchronized void destroy(String volume) {
        boolean needed =
                list().stream().anyMatch(usage -> read(usage.volume()).base().equals(volume));
        if (needed) {
            throw new NodeException("cannot destroy 'rpool/data/" + volume + "': filesystem has dependent clones");
        }
        try {
            Files.deleteIfExists(file(volume));
            states.remove(volume);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file(volume), failed);
        }
    }

    @Override
    public synchronized void resize(String volume, DiskSize quota) {
        change(volume, state -> new State(quota, state.base(), state.content(), state.snapshots()));
    }

    @Override
    public synchronized void snapshot(String volume, String snapshot) {
        change(volume, state -> {
            if (state.snapshots().stream().anyMatch(other -> other.name().equals(snapshot))) {
                throw new NodeException(
                        "cannot create snapshot 'rpool/data/" + volume + "@" + snapshot + "': dataset already exists");
            }
            List<Snapshot> more = new ArrayList<>(state.snapshots());
            more.add(new Snapshot(snapshot, state.content()));
            return state.withSnapshots(more);
        });
    }

    @Override
    public synchronized void deleteSnapshot(String volume, String snapshot) {
        find(volume, snapshot);
        change(
                volume,
                state -> state.withSnapshots(state.snapshots().stream()
                        .filter(other -> !other.name().equals(snapshot))
                        .toList()));
    }

    private Snapshot find(String volume, String snapshot) {
        return read(volume).snapshots().stream()
                .filter(other -> other.name().equals(snapshot))
                .findFirst()
                .orElseThrow(() -> new NodeException(
                        "could not find any snapshots to destroy; check snapshot names: " + volume + "@" + snapshot));
    }

    @Override
    public synchronized void rollback(String volume, String snapshot) {
        String content = find(volume, snapshot).content();
        change(volume, state -> new State(state.quota(), state.base(), content, state.snapshots()));
    }

    @Override
    public void copy(String volume, Optional<String> snapshot, String target, DiskSize quota) {
        Latencies.pass(latencies.copy());
        synchronized (this) {
            String content = snapshot.isPresent()
                    ? find(volume, snapshot.get()).content()
                    : read(volume).content();
            writeNew(target, new State(quota, "", content, List.of()));
        }
    }

    @Override
    public synchronized void makeBase(String volume, String base) {
        writeNew(base, read(volume));
        destroy(volume);
    }

    @Override
    public synchronized void linkedClone(String base, String target, DiskSize quota) {
        writeNew(target, new State(quota, base, read(base).content(), List.of()));
    }

    /** The name of a volume's content. */
    public synchronized String content(String volume) {
        return read(volume).content();
    }

    @Override
    public synchronized List<Usage> list() {
        return states.keySet().stream().map(this::usage).toList();
    }

    @Override
    public synchronized Optional<Usage> find(String volume) {
        return states.containsKey(volume) ? Optional.of(usage(volume)) : Optional.empty();
    }

    private Usage usage(String volume) {
        State state = read(volume);
        List<String> snapshots = state.snapshots().stream().map(Snapshot::name).toList();
        return new Usage(volume, state.quota(), USED_EACH, snapshots);
    }

    @Override
    public synchronized Space space() {
        return new Space(CAPACITY, new DiskSize(states.size() * USED_EACH.bytes()));
    }
}
