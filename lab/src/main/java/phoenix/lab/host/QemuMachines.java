package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import phoenix.lab.node.Machines;
import phoenix.lab.node.NodeException;
import phoenix.pve.GuestConfig;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

/**
 * VMs by QEMU in the node, one process each, which outlives the server. Sockets lie in the node's {@code /run/pve-lab/qemu}, which the
 * machine sees, too. Keeps nothing in memory; any thread may call.
 */
final class QemuMachines implements Machines {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration BY_AGENT_LIMIT = Duration.ofSeconds(20);
    private static final Duration QUIT_LIMIT = Duration.ofSeconds(20);
    private static final Duration STATE_LIMIT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final long SEED_BYTES = 4 << 20;

    private final LabPlace place;
    private final HostContainer node;
    private final QemuTools tools;
    private final QcowImages images;

    QemuMachines(LabPlace place, HostContainer node, QemuTools tools, QcowImages images) {
        this.place = place;
        this.node = node;
        this.tools = tools;
        this.images = images;
    }

    private static Path runFile(LabPlace place, VmId id, String suffix) {
        return place.run().resolve("qemu").resolve(id + "." + suffix);
    }

    static Path qmpSocket(LabPlace place, VmId id) {
        return runFile(place, id, "qmp");
    }

    private Path socket(VmId id) {
        return qmpSocket(place, id);
    }

    @Override
    public void prepare() {
        tools.ensure();
        PlainFile.makeFolder(place.run().resolve("qemu"));
    }

    @Override
    public boolean isRunning(VmId id) {
        return Files.exists(socket(id)) && Qmp.listens(socket(id));
    }

    @Override
    public void start(VmId id, Launch launch) {
        prepare();
        if (isRunning(id)) {
            throw new NodeException("VM " + id + " already running");
        }
        writeSeed(id, launch.seed());
        firmware(launch);
        tpm(id, launch);
        launch.config().options().forEach((option, value) -> {
            if (option.matches("net[0-9]+")) {
                plugIn(id, option, value);
            }
        });
        List<String> argv = new QemuCommand(id, launch, tools.hasKvm()).build();
        Program.Result started = node.in(argv).within(START_LIMIT).tryOut();
        if (!started.succeeded()) {
            removeTaps(id, launch.config());
            throw new NodeException("start failed: QEMU exited with code " + started.code() + ": "
                    + started.err().strip());
        }
        if (launch.state().isPresent()) {
            try (Qmp qmp = Qmp.connect(socket(id))) {
                qmp.run("cont", Map.of());
            }
        }
    }

    private void writeSeed(VmId id, Map<String, String> seed) {
        if (seed.isEmpty()) {
            return;
        }
        String folder = "/run/pve-lab/qemu/" + id + ".seed";
        Path here = runFile(place, id, "seed");
        PlainFile.makeFolder(here);
        List<String> argv = new ArrayList<>(
                List.of("genisoimage", "-quiet", "-o", QemuCommand.seedFile(id) + ".new", "-V", "cidata", "-J", "-R"));
        seed.forEach((name, text) -> {
            PlainFile.write(here.resolve(name), text, "rw-------");
            argv.add(folder + "/" + name);
        });
        node.in(argv).run();
        String iso = QemuCommand.seedFile(id);
        node.in("truncate", "-s", Long.toString(SEED_BYTES), iso + ".new").run();
        // In place: a running QEMU has the file open.
        node.in("dd", "if=" + iso + ".new", "of=" + iso, "conv=notrunc", "status=none")
                .run();
        node.in("rm", "-f", iso + ".new").run();
        Tree.remove(here);
    }

    private void firmware(Launch launch) {
        String vars = launch.disks().get("efidisk0");
        if (vars == null) {
            return;
        }
        boolean keys = launch.config().get("efidisk0").orElse("").contains("pre-enrolled-keys=1");
        String source = "/usr/share/OVMF/OVMF_VARS_4M" + (keys ? ".ms" : "") + ".fd";
        node.in("cp", "-n", source, "/rpool/images/" + vars + ".vars").run();
    }

    private void tpm(VmId id, Launch launch) {
        String state = launch.disks().get("tpmstate0");
        if (state == null) {
            return;
        }
        String folder = "/rpool/images/" + state + ".tpm";
        node.in("mkdir", "-p", folder).run();
        List<String> argv = new ArrayList<>(List.of("swtpm", "socket", "--tpmstate", "dir=" + folder));
        if (launch.config().get("tpmstate0").orElse("").contains("version=v2.0")) {
            argv.add("--tpm2");
        }
        argv.addAll(List.of(
                "--ctrl", "type=unixio,path=" + QemuCommand.RUN + id + ".swtpm,mode=0600", "--terminate", "--daemon"));
        node.in(argv).run();
    }

    /** Makes a VM's end of a network and puts it into its bridge. */
    private void plugIn(VmId id, String option, String value) {
        PropertyString net = PropertyString.parse(value.replaceFirst("^[^,]*,?", ""), "");
        String tap = QemuCommand.tap(id, option);
        node.in("ip", "link", "delete", "dev", tap).tryOut();
        node.in("ip", "tuntap", "add", "dev", tap, "mode", "tap").run();
        net.get("bridge").ifPresent(bridge -> {
            String port = bridge + net.get("tag").map(tag -> "v" + tag).orElse("");
            if (!port.equals(bridge)
                    && !node.in("test", "-e", "/sys/class/net/" + port).tryOut().succeeded()) {
                node.in("ip", "link", "add", "dev", port, "type", "bridge").run();
                node.in("ip", "link", "set", "dev", port, "up").run();
            }
            node.in("ip", "link", "set", "dev", tap, "master", port).run();
        });
        boolean down = net.get("link_down").orElse("0").equals("1");
        node.in("ip", "link", "set", "dev", tap, down ? "down" : "up").run();
    }

    private void removeTaps(VmId id, GuestConfig.Section config) {
        config.options().keySet().stream()
                .filter(option -> option.matches("net[0-9]+"))
                .forEach(option -> node.in("ip", "link", "delete", "dev", QemuCommand.tap(id, option))
                        .tryOut());
    }

    private void removeAllTaps(VmId id) {
        for (int i = 0; i < 4; i++) {
            node.in("ip", "link", "delete", "dev", QemuCommand.tap(id, "net" + i))
                    .tryOut();
        }
    }

    @Override
    public void stop(VmId id) {
        if (!isRunning(id)) {
            return;
        }
        try (Qmp qmp = Qmp.connect(socket(id))) {
            qmp.quit();
        }
        if (!ended(id, QUIT_LIMIT)) {
            String pid = PlainFile.read(runFile(place, id, "pid")).strip();
            node.in("kill", "-KILL", pid).tryOut();
            if (!ended(id, QUIT_LIMIT)) {
                throw new NodeException("QEMU of VM " + id + " (process " + pid + " of the node) does not end");
            }
        }
        removeAllTaps(id);
    }

    private boolean ended(VmId id, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (isRunning(id)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new NodeException("interrupted by signal");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    @Override
    public boolean shutDown(VmId id, boolean byAgent, Duration limit) {
        if (!isRunning(id)) {
            return true;
        }
        try {
            if (byAgent) {
                agent(id, "guest-shutdown", Map.of("mode", "powerdown"));
            } else {
                pressPower(id);
            }
        } catch (AgentSilent silent) {
            pressPower(id);
        }
        // A system that is still starting may lose what its agent was told: after a while the power button is pressed
        // as well.
        boolean ended = ended(id, limit.compareTo(BY_AGENT_LIMIT) < 0 ? limit : BY_AGENT_LIMIT);
        if (!ended && limit.compareTo(BY_AGENT_LIMIT) > 0) {
            if (byAgent) {
                pressPower(id);
            }
            ended = ended(id, limit.minus(BY_AGENT_LIMIT));
        }
        if (ended) {
            removeAllTaps(id);
        }
        return ended;
    }

    private void pressPower(VmId id) {
        ask(id, "system_powerdown");
    }

    private JsonNode ask(VmId id, String command) {
        try (Qmp qmp = Qmp.connect(socket(id))) {
            return qmp.run(command, Map.of());
        }
    }

    @Override
    public void reset(VmId id) {
        ask(id, "system_reset");
    }

    @Override
    public void pause(VmId id, boolean paused) {
        ask(id, paused ? "stop" : "cont");
    }

    @Override
    public void applyLive(VmId id, GuestConfig.Section before, Launch after) {
        writeSeed(id, after.seed());
        QemuCommand command = new QemuCommand(id, after, tools.hasKvm());
        try (Qmp qmp = Qmp.connect(socket(id))) {
            Set<String> options = new TreeSet<>(before.options().keySet());
            options.addAll(after.config().options().keySet());
            for (String option : options) {
                String old = before.get(option).orElse("");
                String now = after.config().get(option).orElse("");
                if (old.equals(now)) {
                    continue;
                }
                if (option.matches("net[0-9]+")) {
                    network(qmp, id, option, old, now);
                } else if (option.matches("(?:scsi|virtio)[0-9]+")) {
                    disk(qmp, option, old, after, command);
                }
            }
        }
    }

    private void network(Qmp qmp, VmId id, String option, String old, String now) {
        if (!old.isEmpty()) {
            unplug(qmp, "dev-" + option);
            qmp.run("netdev_del", Map.of("id", option));
            node.in("ip", "link", "delete", "dev", QemuCommand.tap(id, option)).tryOut();
        }
        if (!now.isEmpty()) {
            plugIn(id, option, now);
            qmp.run(
                    "netdev_add",
                    Map.of(
                            "type", "tap",
                            "id", option,
                            "ifname", QemuCommand.tap(id, option),
                            "script", "no",
                            "downscript", "no"));
            qmp.run(
                    "device_add",
                    Map.of(
                            "driver",
                            QemuCommand.netDriver(now),
                            "id",
                            "dev-" + option,
                            "netdev",
                            option,
                            "mac",
                            QemuCommand.mac(now)));
        }
    }

    private static void disk(Qmp qmp, String option, String old, Launch after, QemuCommand command) {
        String oldVolume = old.replaceFirst(",.*", "").replaceFirst("^.*[:/]", "");
        String volume = after.disks().getOrDefault(option, "");
        if (oldVolume.equals(volume)) {
            return;
        }
        if (!old.isEmpty()) {
            unplug(qmp, option);
            closeNode(qmp, oldVolume);
        }
        if (!volume.isEmpty()) {
            qmp.run("blockdev-add", QemuCommand.block(volume));
            qmp.run("device_add", command.device(option, volume, "hd"));
        }
    }

    /** QEMU lets go of a disk a moment after its device has gone. */
    private static void closeNode(Qmp qmp, String node) {
        long deadline = System.nanoTime() + QUIT_LIMIT.toNanos();
        while (true) {
            try {
                qmp.run("blockdev-del", Map.of("node-name", node));
                return;
            } catch (NodeException inUse) {
                if (System.nanoTime() > deadline) {
                    throw inUse;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Takes a device out; the guest has to let go of it. */
    private static void unplug(Qmp qmp, String device) {
        qmp.run("device_del", Map.of("id", device));
        long deadline = System.nanoTime() + QUIT_LIMIT.toNanos();
        while (qmp.run("qom-list", Map.of("path", "/machine/peripheral"))
                .valueStream()
                .anyMatch(one -> one.path("name").asString("").equals(device))) {
            if (System.nanoTime() > deadline) {
                throw new NodeException("error unplugging device '" + device + "': the guest does not let go of it");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void saveState(VmId id, String snapshot, List<String> disks) {
        if (disks.isEmpty()) {
            throw new NodeException("a VM without a disk has nowhere to keep its memory");
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("tag", snapshot);
        arguments.put("vmstate", disks.get(0));
        arguments.put("devices", disks);
        try (Qmp qmp = Qmp.connect(socket(id))) {
            qmp.job("snapshot-save", arguments, STATE_LIMIT);
        }
        disks.forEach(disk -> images.noteSnapshot(disk, snapshot));
    }

    @Override
    public Set<VmId> running() {
        Path folder = place.run().resolve("qemu");
        Set<VmId> running = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            for (Path file : PlainFile.list(folder)) {
                String name = file.getFileName().toString();
                if (name.matches("[1-9][0-9]{2,8}\\.qmp") && Qmp.listens(file)) {
                    running.add(VmId.parse(name.substring(0, name.indexOf('.'))));
                }
            }
        }
        return running;
    }

    @Override
    public Statistics statistics(VmId id) {
        Path pidFile = runFile(place, id, "pid");
        if (!isRunning(id)) {
            return new Statistics(0, 0, 0, 0, "stopped");
        }
        try {
            long pid = Long.parseLong(PlainFile.read(pidFile).strip());
            long uptime =
                    Duration.between(PlainFile.modified(pidFile), Instant.now()).toSeconds();
            String state = ask(id, "query-status").path("status").asString("running");
            String rss = node.in("ps", "-o", "rss=", "-p", Long.toString(pid))
                    .tryOut()
                    .out()
                    .strip();
            long memory = rss.matches("[0-9]+") ? Long.parseLong(rss) << 10 : 0;
            return new Statistics(pid, Math.max(0, uptime), memory, 0, state);
        } catch (NodeException ended) {
            return new Statistics(0, 0, 0, 0, "stopped");
        }
    }

    @Override
    public Object agent(VmId id, String command, Map<String, ?> arguments) {
        return QemuAgent.ask(runFile(place, id, "qga"), command, arguments);
    }

    @Override
    public void forget(VmId id) {
        stop(id);
        for (String suffix : List.of("qmp", "qga", "pid", "swtpm", "serial0", "serial1", "serial2", "serial3")) {
            PlainFile.delete(runFile(place, id, suffix));
        }
        PlainFile.delete(place.pool().resolve("images").resolve("vm-" + id + "-cloudinit.iso"));
        for (int i = 0; i < 4; i++) {
            PlainFile.delete(place.rootfs().resolve("var/log/qemu-" + id + "-serial" + i + ".log"));
        }
    }
}
