package phoenix.lab.cluster;

import static phoenix.lab.rest.StandardParams.node;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import phoenix.lab.node.Node;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;

/**
 * The endpoints about the node.
 *
 * @see "PVE source: PVE/API2/Nodes.pm"
 */
public final class NodeEndpoints {
    private final Node node;
    private final String fingerprint;

    public NodeEndpoints(Node node, String fingerprint) {
        this.node = node;
        this.fingerprint = fingerprint;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/nodes").allowAnyUser().handledBy(this::list),
                Endpoint.get("/nodes/{node}")
                        .with(node())
                        .allowAnyUser()
                        .handledBy(call -> Stream.of(
                                        "aplinfo",
                                        "config",
                                        "hardware",
                                        "lxc",
                                        "qemu",
                                        "status",
                                        "storage",
                                        "tasks",
                                        "version")
                                .map(name -> Map.of("name", name))
                                .toList()),
                Endpoint.get("/nodes/{node}/version")
                        .with(node())
                        .allowAnyUser()
                        .handledBy(call -> Release.json()),
                Endpoint.get("/nodes/{node}/status")
                        .with(node())
                        .allow(Permission.on("/nodes/{node}", "Sys.Audit"))
                        .handledBy(this::status));
    }

    private Object list(Call call) {
        Map<String, Object> summary = summary(node.root(), call.caller().may("/nodes/" + Node.NAME, "Sys.Audit"));
        summary.put("ssl_fingerprint", fingerprint);
        return List.of(summary);
    }

    /** The node as lists show it. */
    static Map<String, Object> summary(Path root, boolean withFigures) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", "node/" + Node.NAME);
        entry.put("node", Node.NAME);
        entry.put("type", "node");
        entry.put("status", "online");
        entry.put("level", "");
        if (withFigures) {
            Map<String, Long> memory = Machine.memory();
            entry.put("uptime", Machine.uptimeSeconds());
            entry.put("cpu", Machine.busy());
            entry.put("maxcpu", Machine.processors());
            entry.put("mem", used(memory));
            entry.put("maxmem", Machine.figure(memory, "MemTotal"));
            Map<String, Object> disk = rootFileSystem(root);
            entry.put("disk", disk.getOrDefault("used", 0));
            entry.put("maxdisk", disk.getOrDefault("total", 0));
        }
        return entry;
    }

    private static long used(Map<String, Long> memory) {
        return Machine.figure(memory, "MemTotal") - Machine.figure(memory, "MemAvailable");
    }

    private Object status(Call call) {
        Map<String, Long> memory = Machine.memory();
        Map<String, Object> kernel = Machine.kernel();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("uptime", Machine.uptimeSeconds());
        status.put("idle", 0);
        status.put("cpu", Machine.busy());
        status.put("wait", 0);
        status.put("loadavg", Machine.load());
        status.put("pveversion", Release.text());
        status.put("kversion", "Linux " + kernel.get("release") + " " + kernel.get("version"));
        status.put("current-kernel", kernel);
        status.put("boot-info", Map.of("mode", "legacy-bios"));
        status.put("cpuinfo", processors());
        status.put(
                "memory", space(Machine.figure(memory, "MemTotal"), Machine.figure(memory, "MemFree"), used(memory)));
        long swap = Machine.figure(memory, "SwapTotal");
        long freeSwap = Machine.figure(memory, "SwapFree");
        status.put("swap", space(swap, freeSwap, swap - freeSwap));
        status.put("ksm", Map.of("shared", 0));
        status.put("rootfs", rootFileSystem(node.root()));
        return status;
    }

    private static Map<String, Object> processors() {
        Map<String, Object> processors = new LinkedHashMap<>();
        processors.put("cpus", Machine.processors());
        processors.put("cores", Machine.processors());
        processors.put("sockets", 1);
        processors.put("model", Machine.processorModel());
        return processors;
    }

    private static Map<String, Object> space(long total, long free, long used) {
        Map<String, Object> space = new LinkedHashMap<>();
        space.put("total", total);
        space.put("free", free);
        space.put("used", used);
        return space;
    }

    private static Map<String, Object> rootFileSystem(Path root) {
        long total = root.toFile().getTotalSpace();
        long free = root.toFile().getFreeSpace();
        Map<String, Object> space = space(total, free, total - free);
        space.put("avail", root.toFile().getUsableSpace());
        return space;
    }
}
