package phoenix.lab.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * LXC's configuration of one guest, printed from Proxmox's. Limits are written for both generations of cgroups; LXC leaves out
 * what the kernel does not have. The guest's own {@code lxc.*} lines come last, so they win.
 *
 * @param cpus how many CPUs the machine has
 * @param limitsSwap whether the kernel accounts for swap; without it, asking for a limit would make the start fail
 * @param volumes from a volume's ID such as {@code local-zfs:subvol-953-disk-0} to its path on the node
 * @see "lxc.container.conf(5)"
 */
record LxcConfig(int cpus, boolean limitsSwap, Function<String, String> volumes) {
    /** What is said by leaving a limit out, by control file. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "lxc.cgroup.cpu.cfs_quota_us",
            "-1",
            "lxc.cgroup2.cpu.max",
            "max 100000",
            "lxc.cgroup.cpu.shares",
            "1024",
            "lxc.cgroup2.cpu.weight",
            "100");

    /** Length of the period in which {@code cpulimit} is measured, in microseconds. */
    private static final long CPU_PERIOD = 100_000;

    private static final long MIB = 1 << 20;

    /** @param devices LXC's lines for the devices that are passed through */
    String print(VmId id, GuestConfig.Section config, List<String> devices) {
        boolean unprivileged = isUnprivileged(config);
        PropertyString features = PropertyString.parse(config.get("features").orElse(""), "");
        List<String> lines = new ArrayList<>();
        lines.add("lxc.include = /usr/share/lxc/config/common.conf");
        if (unprivileged) {
            lines.add("lxc.include = /usr/share/lxc/config/userns.conf");
        }
        if (features.get("nesting").filter("1"::equals).isPresent()) {
            lines.add("lxc.include = /usr/share/lxc/config/nesting.conf");
        }
        lines.add("lxc.apparmor.profile = unconfined");
        lines.add("lxc.arch = " + config.get("arch").orElse("amd64"));
        lines.add("lxc.uts.name = " + config.get("hostname").orElse("CT" + id));
        lines.add("lxc.environment = TERM=linux");
        lines.add("lxc.tty.max = " + config.get("tty").orElse("2"));
        lines.add("lxc.mount.auto =");
        lines.add("lxc.mount.auto = proc:mixed sys:mixed cgroup:mixed");
        root(config, unprivileged, lines);
        limits(config, id.value(), lines);
        if (features.get("fuse").filter("1"::equals).isPresent()) {
            lines.add("lxc.mount.entry = /dev/fuse dev/fuse none bind,create=file,optional 0 0");
        }
        GuestMount.all(config, volumes).values().forEach(mount -> lines.add(mount.entry(unprivileged)));
        lines.addAll(devices);
        GuestNet.all(config).forEach(net -> network(id, net, lines));
        config.raw().forEach(raw -> lines.add(raw.key() + " = " + raw.value()));
        return String.join("\n", lines) + "\n";
    }

    static boolean isUnprivileged(GuestConfig.Section config) {
        return config.get("unprivileged").filter("1"::equals).isPresent();
    }

    /** The host side of a guest's interface, named as on a Proxmox host. */
    static String veth(VmId id, int index) {
        return "veth" + id + "i" + index;
    }

    private void root(GuestConfig.Section config, boolean unprivileged, List<String> lines) {
        String rootfs = config.get("rootfs")
                .orElseThrow(() -> new NodeException("the container's configuration names no rootfs"));
        String volume = PropertyString.parse(rootfs, "volume").get("volume").orElse("");
        lines.add("lxc.rootfs.path = dir:" + volumes.apply(volume));
        if (!unprivileged) {
            return;
        }
        lines.add("lxc.rootfs.options = idmap=container");
        if (config.raw().stream().noneMatch(raw -> raw.key().equals("lxc.idmap"))) {
            lines.add("lxc.idmap = u 0 100000 65536");
            lines.add("lxc.idmap = g 0 100000 65536");
        }
    }

    /** The limits that can be set while the guest runs, by control file; for both generations of cgroups. */
    Map<String, String> limits(GuestConfig.Section config, int seed) {
        Map<String, String> limits = new TreeMap<>();
        long memory = megabytes(config, "memory", "512") * MIB;
        limits.put("lxc.cgroup.memory.limit_in_bytes", Long.toString(memory));
        limits.put("lxc.cgroup2.memory.max", Long.toString(memory));
        if (limitsSwap) {
            long swap = megabytes(config, "swap", "0") * MIB;
            limits.put("lxc.cgroup.memory.memsw.limit_in_bytes", Long.toString(memory + swap));
            limits.put("lxc.cgroup2.memory.swap.max", Long.toString(swap));
        }
        String cores = config.get("cores")
                .map(Integer::parseInt)
                .filter(wanted -> wanted < cpus)
                .map(wanted -> cores(wanted, seed))
                .orElse(cores(cpus, 0));
        limits.put("lxc.cgroup.cpuset.cpus", cores);
        limits.put("lxc.cgroup2.cpuset.cpus", cores);
        double cpuLimit = Double.parseDouble(config.get("cpulimit").orElse("0"));
        long quota = (long) (cpuLimit * CPU_PERIOD);
        limits.put("lxc.cgroup.cpu.cfs_quota_us", quota == 0 ? "-1" : Long.toString(quota));
        limits.put("lxc.cgroup2.cpu.max", (quota == 0 ? "max" : Long.toString(quota)) + " " + CPU_PERIOD);
        config.get("cpuunits")
                .map(Long::parseLong)
                .ifPresentOrElse(
                        units -> {
                            limits.put("lxc.cgroup.cpu.shares", Long.toString(Math.max(2, Math.min(units, 262_144))));
                            limits.put("lxc.cgroup2.cpu.weight", Long.toString(Math.max(1, Math.min(units, 10_000))));
                        },
                        () -> List.of("lxc.cgroup.cpu.shares", "lxc.cgroup2.cpu.weight")
                                .forEach(key -> limits.put(key, String.valueOf(DEFAULTS.get(key)))));
        return limits;
    }

    private void limits(GuestConfig.Section config, int seed, List<String> lines) {
        Map<String, String> limits = limits(config, seed);
        // In this order: memory before memory and swap together, which must not be the smaller of the two.
        limits.forEach((key, value) -> {
            if (!value.equals(DEFAULTS.get(key))) {
                lines.add(key + " = " + value);
            }
        });
    }

    private static long megabytes(GuestConfig.Section config, String key, String byDefault) {
        return Long.parseLong(config.get(key).orElse(byDefault));
    }

    /** A set of CPUs that begins elsewhere for each guest, so that the guests spread over the machine. */
    private String cores(int wanted, int seed) {
        return IntStream.range(0, wanted)
                .map(step -> (seed + step) % cpus)
                .sorted()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static void network(VmId id, GuestNet net, List<String> lines) {
        String key = "lxc.net." + net.index() + ".";
        lines.add(key + "type = veth");
        lines.add(key + "link = " + net.port());
        lines.add(key + "name = " + net.name());
        lines.add(key + "veth.pair = " + veth(id, net.index()));
        optional(net.hwaddr(), key + "hwaddr", lines);
        optional(net.mtu(), key + "mtu", lines);
        if (!net.linkDown()) {
            lines.add(key + "flags = up");
        }
    }

    private static void optional(Optional<String> value, String key, List<String> lines) {
        value.ifPresent(present -> lines.add(key + " = " + present));
    }
}
