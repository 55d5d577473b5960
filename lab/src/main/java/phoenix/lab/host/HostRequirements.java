package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import phoenix.lab.node.NodeException;

/**
 * What the machine lacks for a real lab.
 *
 * @param missingPackages Debian packages that {@link #install} would bring
 * @param obstacles what no package cures, each a sentence with a next step
 */
public record HostRequirements(List<String> missingPackages, List<String> obstacles) {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    /** The program by which each package is recognised. */
    private static final Map<String, String> PROGRAMS = programs();

    public HostRequirements {
        missingPackages = List.copyOf(missingPackages);
        obstacles = List.copyOf(obstacles);
    }

    /** Looks at the machine; changes nothing, unless the kernel's btrfs has to be loaded first. */
    public static HostRequirements check() {
        TreeSet<String> missing = new TreeSet<>();
        PROGRAMS.forEach((program, name) -> {
            if (FOLDERS.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(program)))) {
                missing.add(name);
            }
        });
        List<String> obstacles = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name")) && !isRoot()) {
            obstacles.add("a real lab needs root: run this as root (sudo), or simulate the lab");
        } else {
            kernel(obstacles);
        }
        if (!missing.isEmpty() && !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            obstacles.add("this is no Debian (there is no apt-get): bring these programs yourself: "
                    + String.join(", ", missing) + "; or simulate the lab");
        }
        return new HostRequirements(List.copyOf(missing), obstacles);
    }

    /** Whether a real lab can be made now. */
    public boolean areMet() {
        return missingPackages.isEmpty() && obstacles.isEmpty();
    }

    /** All that is lacking, for people; empty if nothing is. */
    public List<String> inWords() {
        List<String> words = new ArrayList<>(obstacles);
        if (!missingPackages.isEmpty()) {
            words.add("Debian packages are missing: " + String.join(" ", missingPackages)
                    + "; install them with: apt-get install " + String.join(" ", missingPackages));
        }
        return words;
    }

    /**
     * Installs the missing packages from the machine's own sources.
     *
     * @param progress what apt-get prints, line by line
     * @throws NodeException if apt-get fails; with its words
     */
    public void install(Consumer<String> progress) {
        if (missingPackages.isEmpty()) {
            return;
        }
        progress.accept("installing " + String.join(" ", missingPackages));
        Program.of("apt-get", "update", "--quiet")
                .within(LIMIT)
                .telling(progress)
                .run();
        List<String> argv =
                new ArrayList<>(List.of("apt-get", "install", "--quiet", "--yes", "--no-install-recommends"));
        argv.addAll(missingPackages);
        Program.of(argv).within(LIMIT).telling(progress).run();
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private static void kernel(List<String> obstacles) {
        if (!hasFileSystem("btrfs")) {
            obstacles.add("the kernel has no btrfs (modprobe btrfs failed), on which the lab keeps its guests: boot a"
                    + " distribution kernel, or simulate the lab");
        }
        if (!Files.exists(Path.of("/dev/loop-control"))) {
            obstacles.add(
                    "the kernel offers no loop devices (/dev/loop-control is missing): run modprobe loop, or, in a"
                            + " container, let it have them; or simulate the lab");
        }
        for (String space : List.of("user", "net", "pid", "mnt", "cgroup")) {
            if (!Files.exists(Path.of("/proc/self/ns", space))) {
                obstacles.add(
                        "the kernel has no " + space + " name spaces: boot a distribution kernel, or simulate the lab");
            }
        }
        if (!Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))
                && !Files.exists(Path.of("/sys/fs/cgroup/memory"))) {
            obstacles.add(
                    "no control groups are mounted at /sys/fs/cgroup: start the machine's init system, or mount them;"
                            + " or simulate the lab");
        }
        if (!mayMount()) {
            obstacles.add("this root may not mount (an unprivileged container?): use a virtual machine or a privileged"
                    + " container, or simulate the lab");
        }
    }

    private static boolean hasFileSystem(String name) {
        return knows(name)
                || (hasModprobe() && Program.of("modprobe", name).tryOut().succeeded() && knows(name));
    }

    private static boolean hasModprobe() {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(folder.resolve("modprobe")));
    }

    private static boolean knows(String fileSystem) {
        return PlainFile.read(Path.of("/proc/filesystems"))
                .lines()
                .anyMatch(line -> line.strip().equals(fileSystem));
    }

    /** Bit 21 of the effective capabilities is CAP_SYS_ADMIN. */
    private static boolean mayMount() {
        return PlainFile.read(Path.of("/proc/self/status"))
                .lines()
                .filter(line -> line.startsWith("CapEff:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 21 & 1) == 1);
    }

    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("lxc-start", "lxc");
        programs.put("lxc-attach", "lxc");
        programs.put("mmdebstrap", "mmdebstrap");
        programs.put("mkfs.btrfs", "btrfs-progs");
        programs.put("newuidmap", "uidmap");
        programs.put("iptables", "iptables");
        programs.put("ip", "iproute2");
        programs.put("zstd", "zstd");
        programs.put("tar", "tar");
        programs.put("losetup", "mount");
        programs.put("setpriv", "util-linux");
        return programs;
    }
}
