package phoenix.lab.guest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.node.Containers;
import phoenix.lab.storage.Storages;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;

/**
 * The state of containers in the words of the API.
 *
 * @see "PVE source: PVE/LXC.pm vmstatus"
 */
public final class GuestStatus implements KnownGuests {
    private static final long MIB = 1 << 20;
    private static final DiskSize UNKNOWN_SIZE = DiskSize.ofGiB(4);

    private final Guests guests;

    GuestStatus(Guests guests) {
        this.guests = guests;
    }

    /** All containers, by number. */
    @Override
    public Map<VmId, Map<String, Object>> all() {
        Set<VmId> running = guests.containers().running();
        Map<VmId, Map<String, Object>> all = new LinkedHashMap<>();
        for (VmId id : guests.files().ids()) {
            guests.files().find(id).ifPresent(config -> all.put(id, describe(id, config, running.contains(id))));
        }
        return all;
    }

    /** The lock and the tags of a container, as its file has them now. */
    @Override
    public Map<String, Object> lockAndTags(VmId id) {
        Map<String, Object> found = new LinkedHashMap<>();
        guests.files()
                .find(id)
                .ifPresent(config -> List.of("lock", "tags")
                        .forEach(option -> config.current().get(option).ifPresent(value -> found.put(option, value))));
        return found;
    }

    /** The numbers of all containers. */
    @Override
    public List<VmId> ids() {
        return guests.files().ids();
    }

    @Override
    public boolean knows(VmId id) {
        return guests.files().exists(id);
    }

    Map<String, Object> one(VmId id) {
        return describe(id, guests.files().load(id), guests.runs(id));
    }

    private Map<String, Object> describe(VmId id, ContainerConfig config, boolean running) {
        ContainerConfig.Part options = config.current();
        Containers.Statistics live =
                running ? guests.containers().statistics(id) : new Containers.Statistics(0, 0, 0, 0);
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("vmid", id.value());
        status.put("type", "lxc");
        status.put("status", running ? "running" : "stopped");
        status.put("name", options.get("hostname").orElse("CT" + id).replaceAll("\\s", ""));
        status.put("cpus", cpus(options));
        status.put("cpu", KnownGuests.plain(live.cpu()));
        status.put("mem", live.memoryBytes());
        status.put("maxmem", number(options, "memory", 512) * MIB);
        status.put("swap", 0);
        status.put("maxswap", number(options, "swap", 0) * MIB);
        Optional<Mount> root = options.get("rootfs").map(value -> Mount.parse("rootfs", value));
        status.put("disk", running ? used(root) : 0);
        status.put("maxdisk", root.flatMap(Mount::size).orElse(UNKNOWN_SIZE).bytes());
        status.put("uptime", live.uptimeSeconds());
        for (String counter : List.of("netin", "netout", "diskread", "diskwrite")) {
            status.put(counter, 0);
        }
        if (running) {
            status.put("pid", live.pid());
        }
        if (config.isTemplate()) {
            status.put("template", 1);
        }
        List.of("tags", "lock").forEach(option -> options.get(option).ifPresent(value -> status.put(option, value)));
        return status;
    }

    private long used(Optional<Mount> root) {
        return root.filter(Mount::isVolume)
                .map(Mount::volume)
                .map(Storages::volumeId)
                .filter(guests.volumes()::exists)
                .map(volume -> guests.volumes().usage(volume).used().bytes())
                .orElse(0L);
    }

    /** The cores are a number, and the limit is text: so they are read from the file. */
    private static Object cpus(ContainerConfig.Part options) {
        long cores = number(options, "cores", 0);
        if (cores > 0) {
            return cores;
        }
        return options.get("cpulimit")
                .filter(limit -> Double.parseDouble(limit) > 0)
                .map(limit -> (Object) limit)
                .orElseGet(() -> Runtime.getRuntime().availableProcessors());
    }

    private static long number(ContainerConfig.Part options, String option, long byDefault) {
        return options.get(option).map(Long::parseLong).orElse(byDefault);
    }
}
