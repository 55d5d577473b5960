package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import phoenix.lab.node.Containers.Interface;
import phoenix.lab.node.Containers.Statistics;
import phoenix.lab.node.NodeException;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What running guests use, read from the kernel's files as the node sees them, for either generation of cgroups. */
final class GuestFigures {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** The kernel's unit of time in {@code /proc/<pid>/stat}: hundredths of a second on every Linux platform of ours. */
    private static final long TICKS_PER_SECOND = 100;

    private static final int STARTED_FIELD = 22;

    private final HostContainer node;
    private final Map<VmId, CpuSample> samples = new ConcurrentHashMap<>();

    /** CPU time that a guest had used up at a moment; both in nanoseconds. */
    private record CpuSample(long used, long moment) {}

    GuestFigures(HostContainer node) {
        this.node = node;
    }

    Statistics statistics(VmId id) {
        long pid = pid(id);
        if (pid == 0) {
            samples.remove(id);
            return new Statistics(0, 0, 0, 0);
        }
        Path root = nodeRoot();
        long memory = first(
                        root.resolve("sys/fs/cgroup/memory/lxc.payload." + id + "/memory.usage_in_bytes"),
                        root.resolve("sys/fs/cgroup/lxc.payload." + id + "/memory.current"))
                .map(text -> Long.parseLong(text.strip()))
                .orElse(0L);
        return new Statistics(pid, uptime(root, pid), memory, cpu(id, root));
    }

    /** The addresses, asked from the guest's network name space with the node's own tool. */
    List<Interface> interfaces(VmId id) {
        long pid = pid(id);
        if (pid == 0) {
            return List.of();
        }
        JsonNode links = JSON.readTree(node.in("nsenter", "-t", Long.toString(pid), "-n", "ip", "-json", "address")
                .run());
        List<Interface> found = new ArrayList<>();
        for (JsonNode link : links) {
            found.add(new Interface(
                    link.path("ifname").asString(""),
                    link.path("address").asString(""),
                    address(link, "inet"),
                    address(link, "inet6")));
        }
        return found;
    }

    /** Whether limits on swap can be set. */
    boolean limitsSwap() {
        Path cgroups = Path.of("/sys/fs/cgroup");
        return Files.exists(cgroups.resolve("memory/memory.memsw.limit_in_bytes"))
                || Files.exists(nodeRoot().resolve("sys/fs/cgroup/memory.swap.max"));
    }

    void forget(VmId id) {
        samples.remove(id);
    }

    /** The guest's init, as the node numbers it; 0 if it does not run. */
    private long pid(VmId id) {
        Program.Result result = node.in("lxc-info", "-n", id.toString(), "--pid", "--no-humanize")
                .tryOut();
        String text = result.out().strip();
        return text.matches("[0-9]+") ? Long.parseLong(text) : 0;
    }

    private Path nodeRoot() {
        return Path.of("/proc", Long.toString(node.pid()), "root");
    }

    private static String address(JsonNode link, String family) {
        for (JsonNode address : link.path("addr_info")) {
            if (address.path("family").asString("").equals(family)) {
                return address.path("local").asString("") + "/"
                        + address.path("prefixlen").asInt(0);
            }
        }
        return "";
    }

    private static long uptime(Path root, long pid) {
        return first(root.resolve("proc/" + pid + "/stat"))
                .map(stat -> {
                    // The second field is a name in brackets that may hold blanks; what follows is plain.
                    String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    long started = Long.parseLong(rest[STARTED_FIELD - 3]) / TICKS_PER_SECOND;
                    double now = Double.parseDouble(
                            PlainFile.read(Path.of("/proc/uptime")).split(" ")[0]);
                    return Math.max(0, (long) now - started);
                })
                .orElse(0L);
    }

    /** The share of one CPU since the last call; 0 at the first. */
    private double cpu(VmId id, Path root) {
        long used = first(root.resolve("sys/fs/cgroup/cpuacct/lxc.payload." + id + "/cpuacct.usage"))
                .map(text -> Long.parseLong(text.strip()))
                .or(() -> first(root.resolve("sys/fs/cgroup/lxc.payload." + id + "/cpu.stat"))
                        .map(GuestFigures::usageNanoseconds))
                .orElse(0L);
        CpuSample now = new CpuSample(used, System.nanoTime());
        CpuSample before = samples.put(id, now);
        return before == null || now.moment() == before.moment() || used < before.used()
                ? 0
                : (double) (used - before.used()) / (now.moment() - before.moment());
    }

    private static long usageNanoseconds(String stat) {
        return stat.lines()
                .filter(line -> line.startsWith("usage_usec "))
                .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())) * 1000)
                .findFirst()
                .orElse(0);
    }

    /** The text of the first of these files that exists; a guest that ends meanwhile takes its files along. */
    private static Optional<String> first(Path... files) {
        for (Path file : files) {
            try {
                if (Files.exists(file)) {
                    return Optional.of(Files.readString(file));
                }
            } catch (java.nio.file.NoSuchFileException ended) {
                return Optional.empty();
            } catch (IOException failed) {
                throw new NodeException("cannot read " + file + ": " + failed, failed);
            }
        }
        return Optional.empty();
    }
}
