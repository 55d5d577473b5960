package phoenix.lab.host;

import java.nio.file.Path;

/**
 * Where a lab lies on the machine.
 *
 * @param base the folder of all labs
 * @param cache the folder of images that all labs share; {@code purge} leaves it
 */
public record LabPlace(LabName name, Path base, Path cache) {
    private static final Path BASE = Path.of("/var/lib/phoenix/lab");
    private static final Path CACHE = Path.of("/var/cache/phoenix/lab");

    /** The usual place of a lab. */
    public static LabPlace of(LabName name) {
        return new LabPlace(name, BASE, CACHE);
    }

    /** Everything of this lab lies below. */
    public Path home() {
        return base.resolve(name.value());
    }

    /** The node's file tree; empty while the lab is down. */
    public Path rootfs() {
        return home().resolve("rootfs");
    }

    /** The folder that the node sees as {@code /run/pve-lab}: the API's socket for the node's own tools lies in it. */
    public Path run() {
        return home().resolve("run");
    }

    /** The socket on which the node's own tools ({@code pct}, {@code pvesh}...) look for the API. */
    public Path socket() {
        return run().resolve("api.sock");
    }

    /** The file that is the node's disk, mounted at {@link #rootfs()}. */
    Path disk() {
        return home().resolve("disk.img");
    }

    /** Where the guests' volumes lie. */
    Path pool() {
        return rootfs().resolve("rpool");
    }

    /** LXC's folder with the system container's configuration. */
    Path lxc() {
        return home().resolve("lxc");
    }
}
