package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import phoenix.lab.node.NodeException;
import phoenix.lab.node.Volumes;
import phoenix.pve.DiskSize;

/**
 * Volumes as btrfs subvolumes: {@code data/<volume>}, with read-only snapshots in {@code snapshots/<volume>/<snapshot>}.
 *
 * <p>A new volume is made in {@code tmp} and renamed, so it exists whole or not at all; btrfs removes one in a single step. {@link
 * #recover} ends what a killed process left half done.
 *
 * <p>The quota is btrfs's limit on what a volume refers to, the like of ZFS's {@code refquota}: writing beyond it fails with "disk
 * quota exceeded". A file beside the volume keeps the number as it was asked for. Unlike on ZFS, {@code df} in a guest shows the
 * whole pool.
 */
final class BtrfsVolumes implements Volumes {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final String OLD = ".old";
    private static final String NEW = ".new";

    private final Path pool;

    BtrfsVolumes(Path pool) {
        this.pool = pool;
    }

    /** Where a volume lies, as the machine sees it. */
    Path path(String volume) {
        return pool.resolve("data").resolve(checked(volume));
    }

    @Override
    public synchronized void create(String volume, DiskSize quota) {
        Path born = prepare(volume);
        btrfs("subvolume", "create", born.toString());
        finish(born, volume, quota);
    }

    @Override
    public synchronized void destroy(String volume) {
        for (String snapshot : names(snapshotFolder(volume))) {
            remove(snapshotPath(volume, snapshot));
        }
        PlainFile.delete(snapshotFolder(volume));
        remove(path(volume));
        PlainFile.delete(quotaFile(volume));
    }

    @Override
    public synchronized void resize(String volume, DiskSize quota) {
        limit(existing(volume), quota);
        PlainFile.write(quotaFile(volume), quota.bytes() + "\n");
    }

    @Override
    public synchronized void snapshot(String volume, String snapshot) {
        Path target = snapshotPath(volume, snapshot);
        if (Files.exists(target)) {
            throw new NodeException("snapshot '" + snapshot + "' of volume '" + volume + "' exists already");
        }
        PlainFile.makeFolder(snapshotFolder(volume));
        btrfs("subvolume", "snapshot", "-r", existing(volume).toString(), target.toString());
    }

    @Override
    public synchronized void deleteSnapshot(String volume, String snapshot) {
        remove(snapshotPath(volume, snapshot));
    }

    @Override
    public synchronized void rollback(String volume, String snapshot) {
        Path source = existingSnapshot(volume, snapshot);
        Path current = existing(volume);
        Path born = prepareReplacement(volume);
        btrfs("subvolume", "snapshot", source.toString(), born.toString());
        limit(born, quota(volume));
        Path old = temporary(volume, OLD);
        PlainFile.move(current, old);
        PlainFile.move(born, current);
        remove(old);
    }

    @Override
    public synchronized void copy(String volume, Optional<String> snapshot, String target, DiskSize quota) {
        Path source = snapshot.map(name -> existingSnapshot(volume, name)).orElseGet(() -> existing(volume));
        Path born = prepare(target);
        btrfs("subvolume", "snapshot", source.toString(), born.toString());
        finish(born, target, quota);
    }

    @Override
    public synchronized void makeBase(String volume, String base) {
        boolean moved = Files.exists(path(base));
        if (moved && Files.exists(path(volume))) {
            throw new NodeException("volume '" + base + "' exists already");
        }
        if (!moved) {
            Path source = existing(volume);
            PlainFile.write(quotaFile(base), quota(volume).bytes() + "\n");
            if (Files.exists(snapshotFolder(volume))) {
                PlainFile.move(snapshotFolder(volume), snapshotFolder(base));
            }
            PlainFile.move(source, path(base));
        }
        btrfs("property", "set", "-ts", path(base).toString(), "ro", "true");
        PlainFile.delete(quotaFile(volume));
    }

    @Override
    public synchronized void linkedClone(String base, String target, DiskSize quota) {
        copy(base, Optional.empty(), target, quota);
    }

    @Override
    public synchronized List<Usage> list() {
        Map<String, Long> numbers = numbers();
        Map<Long, Long> used = used(btrfs("qgroup", "show", "--raw", pool.toString()));
        return names(pool.resolve("data")).stream()
                .map(volume -> new Usage(
                        volume,
                        quota(volume),
                        new DiskSize(used.getOrDefault(numbers.getOrDefault("data/" + volume, 0L), 0L)),
                        snapshots(volume, numbers)))
                .toList();
    }

    @Override
    public synchronized Optional<Usage> find(String volume) {
        if (!Files.isDirectory(path(volume))) {
            return Optional.empty();
        }
        String shown = btrfs("qgroup", "show", "--raw", "-f", path(volume).toString());
        long used = used(shown).values().stream().findFirst().orElse(0L);
        // The order of snapshots is only to be had from all of them.
        boolean several = names(snapshotFolder(volume)).size() > 1;
        return Optional.of(new Usage(
                volume, quota(volume), new DiskSize(used), snapshots(volume, several ? numbers() : Map.of())));
    }

    @Override
    public Space space() {
        try {
            var store = Files.getFileStore(pool);
            return new Space(
                    new DiskSize(store.getTotalSpace()),
                    new DiskSize(store.getTotalSpace() - store.getUnallocatedSpace()));
        } catch (IOException failed) {
            throw new NodeException("cannot ask for the space of " + pool + ": " + failed, failed);
        }
    }

    /** Ends what a killed process left half done: a rollback between its two renames is completed, the rest is removed. */
    synchronized void recover() {
        for (String name : names(pool.resolve("tmp"))) {
            Path left = pool.resolve("tmp").resolve(name);
            String volume = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            boolean completes = name.endsWith(NEW)
                    && Files.exists(temporary(volume, OLD))
                    && !Files.exists(path(volume))
                    && Files.exists(quotaFile(volume));
            if (completes) {
                PlainFile.move(left, path(volume));
            } else {
                remove(left);
            }
        }
    }

    private Path prepare(String volume) {
        if (Files.exists(path(volume))) {
            throw new NodeException("volume '" + volume + "' exists already");
        }
        return prepareReplacement(volume);
    }

    private Path prepareReplacement(String volume) {
        Path born = temporary(volume, NEW);
        remove(born);
        remove(temporary(volume, OLD));
        return born;
    }

    private void finish(Path born, String volume, DiskSize quota) {
        limit(born, quota);
        PlainFile.write(quotaFile(volume), quota.bytes() + "\n");
        PlainFile.move(born, path(volume));
    }

    /** A quota of 0 is none. */
    private static void limit(Path subvolume, DiskSize quota) {
        String bytes = quota.bytes() == 0 ? "none" : Long.toString(quota.bytes());
        btrfs("qgroup", "limit", bytes, subvolume.toString());
    }

    /** With what a guest made below it: Docker, for one, makes subvolumes of its own where it can. */
    private void remove(Path subvolume) {
        if (Files.exists(subvolume)) {
            String below = pool.relativize(subvolume) + "/";
            numbers().keySet().stream()
                    .filter(path -> path.startsWith(below))
                    .sorted(Comparator.comparing(String::length).reversed())
                    .forEach(path ->
                            btrfs("subvolume", "delete", pool.resolve(path).toString()));
            btrfs("subvolume", "delete", subvolume.toString());
        }
    }

    /** The number of each subvolume, by its path in the pool; later ones have higher numbers. */
    private Map<String, Long> numbers() {
        Map<String, Long> numbers = new HashMap<>();
        for (String line : btrfs("subvolume", "list", pool.toString()).lines().toList()) {
            // "ID 256 gen 14 top level 5 path rpool/data/subvol-100-disk-0"
            String path = line.substring(line.indexOf(" path ") + " path ".length());
            numbers.put(path.substring(path.indexOf('/') + 1), Long.parseLong(line.split(" ")[1]));
        }
        return numbers;
    }

    /** What each subvolume refers to, in bytes, by its number. */
    private static Map<Long, Long> used(String shown) {
        Map<Long, Long> used = new HashMap<>();
        for (String line : shown.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words[0].startsWith("0/")) {
                used.put(Long.parseLong(words[0].substring(2)), Long.parseLong(words[1]));
            }
        }
        return used;
    }

    private DiskSize quota(String volume) {
        Path file = quotaFile(volume);
        return new DiskSize(
                Files.exists(file) ? Long.parseLong(PlainFile.read(file).strip()) : 0);
    }

    /** Oldest first. */
    private List<String> snapshots(String volume, Map<String, Long> numbers) {
        return names(snapshotFolder(volume)).stream()
                .sorted(Comparator.comparing(
                        snapshot -> numbers.getOrDefault("snapshots/" + volume + "/" + snapshot, Long.MAX_VALUE)))
                .toList();
    }

    private static List<String> names(Path folder) {
        return PlainFile.list(folder).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    private Path existing(String volume) {
        Path path = path(volume);
        if (!Files.isDirectory(path)) {
            throw new NodeException("volume '" + volume + "' does not exist");
        }
        return path;
    }

    private Path existingSnapshot(String volume, String snapshot) {
        Path path = snapshotPath(volume, snapshot);
        if (!Files.isDirectory(path)) {
            throw new NodeException("snapshot '" + snapshot + "' of volume '" + volume + "' does not exist");
        }
        return path;
    }

    private Path snapshotFolder(String volume) {
        return pool.resolve("snapshots").resolve(checked(volume));
    }

    private Path snapshotPath(String volume, String snapshot) {
        return snapshotFolder(volume).resolve(checked(snapshot));
    }

    private Path quotaFile(String volume) {
        return pool.resolve("quota").resolve(checked(volume));
    }

    private Path temporary(String volume, String suffix) {
        return pool.resolve("tmp").resolve(checked(volume) + suffix);
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new NodeException("'" + name + "' cannot name a volume or snapshot");
        }
        return name;
    }

    private static String btrfs(String... words) {
        List<String> argv = new ArrayList<>(List.of("btrfs"));
        argv.addAll(List.of(words));
        return Program.of(argv).run();
    }
}
