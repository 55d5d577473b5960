package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import phoenix.lab.node.NodeException;

/**
 * The control groups of one system container, in whatever hierarchies the machine has: {@code lxc.payload.<container>} with all
 * its processes, {@code lxc.monitor.<container>} with LXC's own.
 */
final class Cgroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final String container;

    Cgroups(String container) {
        this.container = container;
    }

    /** The outermost groups that exist: version 2 has them at the top, version 1 in a folder for each controller. */
    List<Path> groups() {
        List<Path> hierarchies = new ArrayList<>(List.of(ROOT));
        hierarchies.addAll(PlainFile.list(ROOT));
        return hierarchies.stream()
                .flatMap(hierarchy -> Stream.of("lxc.monitor." + container, "lxc.payload." + container)
                        .map(hierarchy::resolve))
                .filter(Files::isDirectory)
                .toList();
    }

    /** The processes in these groups and below them, as the machine numbers them. */
    Set<Long> processes() {
        Set<Long> processes = new TreeSet<>();
        for (Path group : groups()) {
            for (Path part : parts(group)) {
                processes.addAll(processes(part));
            }
        }
        return processes;
    }

    /**
     * Kills what is left in the groups and removes them.
     *
     * @throws NodeException if a process does not die
     */
    void remove() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Set<Long> left = processes();
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new NodeException("processes of the lab do not die: " + left + "; look at them with ps");
            }
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            LockSupport.parkNanos(PAUSE.toNanos());
            left = processes();
        }
        for (Path group : groups()) {
            parts(group).stream().sorted(Comparator.reverseOrder()).forEach(part -> delete(part, deadline));
        }
    }

    private static List<Path> parts(Path group) {
        try (Stream<Path> found = Files.walk(group)) {
            return found.filter(Files::isDirectory).toList();
        } catch (java.io.UncheckedIOException | NoSuchFileException gone) {
            return List.of();
        } catch (IOException failed) {
            throw new NodeException("cannot look through " + group + ": " + failed, failed);
        }
    }

    private static List<Long> processes(Path group) {
        List<Long> processes = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
                processes.add(Long.parseLong(line.strip()));
            }
        } catch (IOException gone) {
            // A group that ended meanwhile has no processes; one that is still there shows up at the next look.
            return List.of();
        }
        return processes;
    }

    /** The kernel may call a group busy for a moment after its last process ended. */
    private static void delete(Path group, long deadline) {
        while (Files.exists(group)) {
            try {
                Files.delete(group);
            } catch (NoSuchFileException gone) {
                return;
            } catch (IOException busy) {
                if (System.nanoTime() > deadline) {
                    throw new NodeException("cannot remove the control group " + group + ": " + busy, busy);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
