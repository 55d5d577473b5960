package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import phoenix.lab.node.NodeException;
import phoenix.pve.VmId;

/**
 * What a lab has on the machine, found by its name alone, and its removal. It does not matter how the lab got there: up, half
 * built, or left behind by a killed process. Called again, it finds nothing to do.
 */
public final class LabLeftovers {
    private static final Duration LOOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration GUEST_LIMIT = Duration.ofSeconds(15);

    private final LabPlace place;
    private final Cgroups cgroups;

    private LabLeftovers(LabPlace place) {
        this.place = place;
        this.cgroups = new Cgroups(place.name().container());
    }

    /**
     * Takes a lab down: guests and node stop in good order, and nothing of it stays in the kernel. Its files stay, so the next
     * {@link HostNode#open} brings it back with its guests stopped.
     *
     * @throws NodeException if something resists; with the words of the program that tried
     */
    public static void down(LabPlace place, Consumer<String> progress) {
        LabLock.holding(place.name().container(), progress, () -> {
            LabLeftovers leftovers = new LabLeftovers(place);
            leftovers.stopGuests(progress);
            leftovers.removeFromKernel(progress, false);
            return true;
        });
    }

    /**
     * Takes a lab down at once and removes its files. The cache of images stays, for it belongs to no lab: see {@link
     * #dropCache}.
     */
    public static void purge(LabPlace place, Consumer<String> progress) {
        LabLock.holding(place.name().container(), progress, () -> {
            LabLeftovers leftovers = new LabLeftovers(place);
            leftovers.removeFromKernel(progress, true);
            if (Files.exists(place.home())) {
                progress.accept("removing " + place.home());
                Tree.remove(place.home());
                removeIfEmpty(place.base());
            }
            LabLock.forget(place.name().container());
            return true;
        });
    }

    /** Removes the images from which labs are made; the next lab builds them anew. */
    public static void dropCache(Path cache) {
        Tree.remove(cache);
    }

    /** The labs whose files are on this machine. */
    public static List<LabName> labs(Path base) {
        return PlainFile.list(base).stream()
                .filter(Files::isDirectory)
                .map(home -> new LabName(home.getFileName().toString()))
                .toList();
    }

    /** What of a lab is in the machine's kernel now, a line each: processes, control groups, mounts, devices, rules. */
    public static List<String> find(LabPlace place) {
        LabLeftovers leftovers = new LabLeftovers(place);
        List<String> found = new ArrayList<>();
        leftovers.cgroups.processes().forEach(pid -> found.add("process " + pid));
        leftovers.cgroups.groups().forEach(group -> found.add("control group " + group));
        Mounts.below(place.home()).forEach(mount -> found.add("mount " + mount.at()));
        leftovers.loops().forEach(loop -> found.add("loop device " + loop));
        Bridge bridge = new Bridge(place.name());
        bridge.links().forEach(link -> found.add("network interface " + link));
        new Firewall(place.name()).rules().forEach(rule -> found.add("firewall rule " + String.join(" ", rule)));
        return found;
    }

    private void stopGuests(Consumer<String> progress) {
        HostContainer node = new HostContainer(place);
        if (!node.isRunning()) {
            return;
        }
        LxcContainers guests = new LxcContainers(place, node, new BtrfsVolumes(place.pool()));
        TreeSet<VmId> running = new TreeSet<>(guests.running());
        if (!running.isEmpty()) {
            progress.accept("shutting down the lab's guests: " + running);
            running.parallelStream().forEach(id -> guests.shutDown(id, GUEST_LIMIT));
        }
    }

    private void removeFromKernel(Consumer<String> progress, boolean atOnce) {
        HostContainer node = new HostContainer(place);
        if (node.isRunning()) {
            progress.accept("stopping the lab's node");
            if (atOnce) {
                node.kill();
            } else {
                node.stop();
            }
        }
        cgroups.remove();
        for (Mounts.Mount mount : Mounts.below(place.home())) {
            Program.of("umount", mount.at().toString()).run();
        }
        releaseLoops();
        new Firewall(place.name()).close();
        new Bridge(place.name()).down();
    }

    /** A loop device goes when the last mount of it goes, which may be in a name space that is just ending. */
    private void releaseLoops() {
        long deadline = System.nanoTime() + LOOP_LIMIT.toNanos();
        List<String> left = loops();
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new NodeException("the lab's disk is unmounted, but something on this machine still holds " + left
                        + ": a process with a mount name space of its own; end it (grep -l " + place.home()
                        + " /proc/*/mountinfo) and try again");
            }
            left.forEach(loop -> Program.of("losetup", "--detach", loop).tryOut());
            LockSupport.parkNanos(PAUSE.toNanos());
            left = loops();
        }
    }

    /** The loop devices on files of this lab, also on files that have been deleted. */
    private List<String> loops() {
        String table = Program.of("losetup", "--list", "--noheadings", "--raw", "--output", "NAME,BACK-FILE")
                .run();
        return table.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2 && words[1].startsWith(place.home() + "/"))
                .map(words -> words[0])
                .toList();
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException other) {
            // Other labs live there.
            return;
        } catch (IOException failed) {
            throw new NodeException("cannot remove " + folder + ": " + failed, failed);
        }
    }
}
