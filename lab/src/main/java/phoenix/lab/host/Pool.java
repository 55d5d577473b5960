package phoenix.lab.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import phoenix.lab.node.NodeException;

/**
 * The file system of the guests' volumes: btrfs in a sparse file, mounted on the machine inside the node's tree, so that the
 * machine and the node see it at the same place.
 *
 * <p>Folders in it: {@code data} with the volumes, {@code snapshots/<volume>/<snapshot>}, {@code quota} with a file per volume,
 * {@code tmp} with what is being made or removed.
 */
final class Pool {
    private static final long LARGEST_GIB = 64;
    private static final long SMALLEST_GIB = 6;
    /** A part of the free space stays the machine's own. */
    private static final double SHARE = 0.8;

    private final LabPlace place;

    Pool(LabPlace place) {
        this.place = place;
    }

    boolean isMounted() {
        return Mounts.isMounted(place.pool());
    }

    /** Makes the file system if there is none, and mounts it unless it is. */
    void mount() {
        if (!Files.exists(place.poolFile())) {
            make();
        }
        if (!isMounted()) {
            PlainFile.makeFolder(place.pool());
            Program.of(
                            "mount",
                            "-t",
                            "btrfs",
                            "-o",
                            "loop,noatime",
                            place.poolFile().toString(),
                            place.pool().toString())
                    .run();
        }
        Path data = place.pool().resolve("data");
        if (!Files.isDirectory(data)) {
            Program.of("btrfs", "quota", "enable", place.pool().toString()).run();
            for (String folder : new String[] {"tmp", "snapshots", "quota"}) {
                PlainFile.makeFolder(place.pool().resolve(folder));
            }
            PlainFile.makeFolder(data);
        }
    }

    private void make() {
        Path born = place.poolFile().resolveSibling("pool.new");
        PlainFile.delete(born);
        try (RandomAccessFile file = new RandomAccessFile(born.toFile(), "rw")) {
            file.setLength(sizeGiB() << 30);
        } catch (IOException failed) {
            throw new NodeException("cannot make the guests' storage " + born + ": " + failed, failed);
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
        PlainFile.move(born, place.poolFile());
    }

    private long sizeGiB() throws IOException {
        long free = Files.getFileStore(place.home()).getUsableSpace();
        long gib = Math.min(LARGEST_GIB, (long) (free * SHARE) >> 30);
        if (gib < SMALLEST_GIB) {
            throw new NodeException("the disk of " + place.home() + " has too little free space for the lab's guests: "
                    + (free >> 30) + " GiB; free " + (long) Math.ceil(SMALLEST_GIB / SHARE) + " GiB");
        }
        return gib;
    }
}
