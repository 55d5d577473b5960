package phoenix.lab.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import phoenix.lab.node.NodeException;

/**
 * The node's disk: btrfs in a sparse file, with the node's system and the guests' volumes on it, mounted on the machine where the
 * node has its root. So both see every file at the same place, and removing a lab is removing one file.
 *
 * <p>Folders in its {@code /rpool}: {@code data} with the volumes, {@code snapshots/<volume>/<snapshot>}, {@code quota} with a file
 * per volume, {@code tmp} with what is being made. {@code data} is made last of all: a disk without it was never finished and is
 * made anew.
 */
final class NodeDisk {
    private static final long LARGEST_GIB = 64;
    private static final long SMALLEST_GIB = 6;
    /** A part of the free space stays the machine's own. */
    private static final double SHARE = 0.8;

    private final LabPlace place;

    NodeDisk(LabPlace place) {
        this.place = place;
    }

    /**
     * Mounts the disk unless it is, and makes it first if there is none.
     *
     * @param system the archive with the node's system; asked for only if it is needed
     * @return whether it was mounted now
     */
    boolean mount(Supplier<Path> system, Consumer<String> progress) {
        boolean mounted = Mounts.isMounted(place.rootfs());
        if (!mounted && Files.exists(place.disk())) {
            attach();
        }
        if (!isWhole()) {
            Path archive = system.get();
            detach();
            progress.accept("unpacking the lab's node");
            make(archive);
        }
        return !mounted;
    }

    private boolean isWhole() {
        return Files.isDirectory(place.pool().resolve("data"));
    }

    private void make(Path system) {
        Path born = place.disk().resolveSibling("disk.new");
        PlainFile.delete(born);
        try (RandomAccessFile file = new RandomAccessFile(born.toFile(), "rw")) {
            file.setLength(sizeGiB() << 30);
        } catch (IOException failed) {
            throw new NodeException("cannot make the node's disk " + born + ": " + failed, failed);
        }
        Program.of(
                        "mkfs.btrfs",
                        "--quiet",
                        "--metadata",
                        "single",
                        "--label",
                        place.name().container(),
                        born.toString())
                .run();
        PlainFile.move(born, place.disk());
        attach();
        Program.of("btrfs", "quota", "enable", place.rootfs().toString()).run();
        Program.of(
                        "tar",
                        "--zstd",
                        "--numeric-owner",
                        "--xattrs",
                        "--xattrs-include=*",
                        "-xpf",
                        system.toString(),
                        "-C",
                        place.rootfs().toString())
                .dyingWithUs()
                .run();
        for (String folder : new String[] {"tmp", "snapshots", "quota", "data"}) {
            PlainFile.makeFolder(place.pool().resolve(folder));
        }
    }

    private void attach() {
        PlainFile.makeFolder(place.rootfs());
        Program.of(
                        "mount",
                        "-t",
                        "btrfs",
                        "-o",
                        "loop,noatime",
                        place.disk().toString(),
                        place.rootfs().toString())
                .run();
    }

    private void detach() {
        if (Mounts.isMounted(place.rootfs())) {
            Program.of("umount", place.rootfs().toString()).run();
        }
    }

    private long sizeGiB() throws IOException {
        long free = Files.getFileStore(place.home()).getUsableSpace();
        long gib = Math.min(LARGEST_GIB, (long) (free * SHARE) >> 30);
        if (gib < SMALLEST_GIB) {
            throw new NodeException("the disk of " + place.home() + " has too little free space for the lab: "
                    + (free >> 30) + " GiB; free " + (long) Math.ceil(SMALLEST_GIB / SHARE) + " GiB");
        }
        return gib;
    }
}
