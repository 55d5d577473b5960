package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import phoenix.lab.node.Containers;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Containers by LXC in the node. A guest's LXC configuration is {@code /var/lib/lxc/<id>/config} there, so {@code lxc-attach -n
 * <id>} works in the node as on a Proxmox host. Keeps nothing in memory but the last CPU figures; any thread may call.
 */
final class LxcContainers implements Containers {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final LabPlace place;
    private final HostContainer node;
    private final BtrfsVolumes volumes;
    private final GuestFigures figures;
    private final LiveChanges live;
    private final GuestDevices devices;
    private final GuestBridges bridges;

    LxcContainers(LabPlace place, HostContainer node, BtrfsVolumes volumes) {
        this.place = place;
        this.node = node;
        this.volumes = volumes;
        this.figures = new GuestFigures(node);
        this.bridges = new GuestBridges(node);
        this.live = new LiveChanges(node, bridges, this::printer);
        this.devices = new GuestDevices(node);
    }

    @Override
    public void unpack(Path template, String volume, boolean unprivileged, Consumer<String> log) {
        Program.of(
                        "tar",
                        "--auto-compress",
                        "--numeric-owner",
                        "--xattrs",
                        "--xattrs-include=*",
                        "--anchored",
                        "--exclude=./dev/*",
                        "--totals",
                        "-xpf",
                        template.toString(),
                        "-C",
                        volumes.path(volume).toString())
                .within(UNPACK_LIMIT)
                .dyingWithUs()
                .telling(log)
                .run();
    }

    @Override
    public void setUp(VmId id, GuestConfig.Section config, Map<String, String> secrets) {
        GuestSetup setup = new GuestSetup(rootPath(config), place.rootfs());
        Path seen = folder(id).resolve("set-up");
        if (!Files.exists(seen)) {
            setup.forgetMachineId();
        }
        setup.write(id, config, secrets);
        PlainFile.write(seen, "");
    }

    @Override
    public void start(VmId id, GuestConfig.Section config) {
        if (isRunning(id)) {
            throw new NodeException("CT " + id + " already running");
        }
        bridges.prepare(GuestNet.all(config));
        PlainFile.write(folder(id).resolve("config"), printer().print(id, config, devices.prepare(id, config)));
        String log = "/var/log/lxc/" + id + ".log";
        Path logHere = place.rootfs().resolve("var/log/lxc/" + id + ".log");
        PlainFile.delete(logHere);
        GuestNet.all(config).forEach(net -> live.deleteLink(LxcConfig.veth(id, net.index())));
        Program.Result result = node.in("lxc-start", "-n", id.toString(), "--logfile", log, "--logpriority", "WARN")
                .within(START_LIMIT)
                .tryOut();
        if (!result.succeeded()) {
            String why = Files.exists(logHere) ? PlainFile.read(logHere) : result.err();
            throw new NodeException("startup for container '" + id + "' failed:\n" + why.strip());
        }
    }

    @Override
    public void stop(VmId id) {
        if (isRunning(id)) {
            node.in("lxc-stop", "--kill", "-n", id.toString()).run();
        }
    }

    @Override
    public boolean shutDown(VmId id, Duration limit) {
        if (!isRunning(id)) {
            return true;
        }
        Program.Result result = node.in(
                        "lxc-stop",
                        "--nokill",
                        "--timeout",
                        Long.toString(Math.max(1, limit.toSeconds())),
                        "-n",
                        id.toString())
                .within(limit.plus(STOP_GRACE))
                .tryOut();
        return result.succeeded() || !isRunning(id);
    }

    @Override
    public void applyLive(VmId id, GuestConfig.Section before, GuestConfig.Section after) {
        live.apply(id, before, after);
        setUp(id, after, Map.of());
    }

    @Override
    public void freeze(VmId id, boolean frozen) {
        node.in(frozen ? "lxc-freeze" : "lxc-unfreeze", "-n", id.toString()).run();
    }

    @Override
    public Set<VmId> running() {
        Set<VmId> running = new TreeSet<>();
        String names = node.in("lxc-ls", "--running", "-1").run();
        Arrays.stream(names.split("\\s+"))
                .filter(name -> name.matches("[1-9][0-9]{2,8}"))
                .forEach(name -> running.add(VmId.parse(name)));
        return running;
    }

    @Override
    public boolean isRunning(VmId id) {
        // A stopped container has its folder, too; one that never was makes lxc-info fail.
        return Files.exists(folder(id).resolve("config"))
                && node.in("lxc-info", "-n", id.toString(), "--state", "--no-humanize")
                        .tryOut()
                        .out()
                        .strip()
                        .matches("RUNNING|FROZEN|FREEZING|THAWED|STARTING|STOPPING|ABORTING");
    }

    @Override
    public Statistics statistics(VmId id) {
        return figures.statistics(id);
    }

    @Override
    public List<Interface> interfaces(VmId id) {
        return figures.interfaces(id);
    }

    @Override
    public void forget(VmId id) {
        Tree.remove(folder(id));
        PlainFile.delete(place.rootfs().resolve("var/log/lxc/" + id + ".log"));
        figures.forget(id);
    }

    private Path folder(VmId id) {
        return place.rootfs().resolve("var/lib/lxc").resolve(id.toString());
    }

    private Path rootPath(GuestConfig.Section config) {
        String rootfs = config.get("rootfs")
                .orElseThrow(() -> new NodeException("the container's configuration names no rootfs"));
        String volume = PropertyString.parse(rootfs, "volume").get("volume").orElse("");
        return volumes.path(VolumeId.parse(volume).fileName());
    }

    private LxcConfig printer() {
        return new LxcConfig(
                Runtime.getRuntime().availableProcessors(),
                figures.limitsSwap(),
                volume -> "/rpool/data/"
                        + volumes.path(VolumeId.parse(volume).fileName()).getFileName());
    }
}
