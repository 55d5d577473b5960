package phoenix.lab.vm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import phoenix.lab.guest.KnownGuests;
import phoenix.lab.node.Machines;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * The state of VMs in the words of the API.
 *
 * @see "PVE source: PVE/QemuServer.pm vmstatus"
 */
public final class VmStatus implements KnownGuests {
    private static final long MIB = 1 << 20;
    private static final Machines.Statistics STOPPED = new Machines.Statistics(0, 0, 0, 0, "stopped");

    private final VmContext vms;

    VmStatus(VmContext vms) {
        this.vms = vms;
    }

    @Override
    public Map<VmId, Map<String, Object>> all() {
        return all(true);
    }

    /** @param full whether what only QEMU itself knows is asked for as well */
    Map<VmId, Map<String, Object>> all(boolean full) {
        Set<VmId> running = vms.machines().running();
        Map<VmId, Map<String, Object>> all = new LinkedHashMap<>();
        for (VmId id : vms.files().ids()) {
            vms.files().find(id).ifPresent(config -> all.put(id, describe(id, config, running.contains(id), full)));
        }
        return all;
    }

    @Override
    public Map<String, Object> lockAndTags(VmId id) {
        Map<String, Object> found = new LinkedHashMap<>();
        vms.files()
                .find(id)
                .ifPresent(config -> List.of("lock", "tags")
                        .forEach(option -> config.get(option).ifPresent(value -> found.put(option, value))));
        return found;
    }

    @Override
    public List<VmId> ids() {
        return vms.files().ids();
    }

    @Override
    public boolean knows(VmId id) {
        return vms.files().exists(id);
    }

    @Override
    public String type(VmId id) {
        return "qemu";
    }

    Map<String, Object> current(VmId id) {
        VmConfig config = vms.files().load(id);
        Map<String, Object> status = describe(id, config, vms.runs(id), true);
        status.put("ha", Map.of("managed", 0));
        config.get("vga").map(text -> PropertyString.parse(text, "type")).ifPresent(screen -> {
            if (screen.get("type").orElse("").matches("virtio.*|qxl[234]?")) {
                status.put("spice", 1);
            }
            status.put("clipboard", screen.get("clipboard").orElse(null));
        });
        if (Agents.isEnabled(config.current())) {
            status.put("agent", 1);
        }
        return status;
    }

    private Map<String, Object> describe(VmId id, VmConfig config, boolean running, boolean full) {
        Machines.Statistics live = running ? vms.machines().statistics(id) : STOPPED;
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("vmid", id.value());
        status.put("status", running ? "running" : "stopped");
        status.put("name", config.get("name").orElse("VM " + id));
        status.put("cpus", cpus(config));
        status.put("cpu", KnownGuests.plain(live.cpu()));
        status.put("mem", live.memoryBytes());
        status.put("maxmem", memory(config) * MIB);
        status.put("disk", 0);
        status.put("maxdisk", bootDisk(config).map(DiskSize::bytes).orElse(0L));
        status.put("uptime", live.uptimeSeconds());
        status.put("netin", 0);
        status.put("netout", 0);
        long balloon = number(config, "balloon", 0);
        if (balloon > 0) {
            status.put("balloon_min", balloon * MIB);
            status.put("shares", number(config, "shares", 1000));
        }
        if (running) {
            status.put("pid", live.pid());
        }
        if (config.isTemplate()) {
            status.put("template", 1);
        }
        if (config.current().keySet().stream().anyMatch(option -> option.matches("serial[0-9]+"))) {
            status.put("serial", 1);
        }
        List.of("tags", "lock").forEach(option -> config.get(option).ifPresent(value -> status.put(option, value)));
        if (full) {
            status.put("qmpstatus", live.state());
        }
        if (full && running) {
            status.put("diskread", 0);
            status.put("diskwrite", 0);
            status.put("nics", cards(id, config));
        }
        return status;
    }

    /** Each network card by the name of its end on the node. What goes through it is not counted. */
    private static Map<String, Object> cards(VmId id, VmConfig config) {
        Map<String, Object> cards = new TreeMap<>();
        config.current().keySet().stream()
                .filter(VmOptions::isNet)
                .forEach(option -> cards.put(
                        "tap" + id + "i" + option.substring("net".length()), Map.of("netin", 0, "netout", 0)));
        return cards;
    }

    /** No more than the node has, unless {@code vcpus} says so. */
    private static long cpus(VmConfig config) {
        long all = number(config, "sockets", 1) * number(config, "cores", 1);
        return number(config, "vcpus", Math.min(all, Runtime.getRuntime().availableProcessors()));
    }

    static long memory(VmConfig config) {
        return Long.parseLong(config.get("memory").orElse("512").replaceFirst("^current=", ""));
    }

    private static Optional<DiskSize> bootDisk(VmConfig config) {
        String order = config.get("boot").orElse("");
        List<Drive> disks = Drives.disks(config.current());
        return disks.stream()
                .filter(drive -> order.matches(".*\\b" + drive.option() + "\\b.*"))
                .findFirst()
                .or(() -> disks.stream()
                        .filter(drive -> !drive.option().matches("efidisk0|tpmstate0"))
                        .findFirst())
                .flatMap(Drive::size);
    }

    private static long number(VmConfig config, String option, long byDefault) {
        return config.get(option).map(Long::parseLong).orElse(byDefault);
    }
}
