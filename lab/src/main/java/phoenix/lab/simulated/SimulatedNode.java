package phoenix.lab.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.files.LineLog;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Answer;
import phoenix.lab.node.CloudImages;
import phoenix.lab.node.FileKind;
import phoenix.lab.node.Node;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/**
 * A simulated node below one folder: {@code root} is its file tree, {@code volumes} and {@code guests} hold what a real one has in
 * its kernel. Safe for use by several threads; one process at a time.
 */
public final class SimulatedNode implements Node {
    /** Of root's, as Proxmox makes one on every node; nobody has its other half. */
    static final String PUBLIC_KEY = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDSIMULATEDSIMULATEDSIMULATED root@pve";

    private static final int LONGEST_LINE = 300;
    private static final Pattern VOLUME =
            Pattern.compile("local-zfs:(subvol-[0-9]+-disk-[0-9]+),.*?size=([0-9.]+[KMGT]?)");

    private final Path root;
    private final SimulatedVolumes volumes;
    private final SimulatedContainers containers;
    private final SimulatedVolumes images;
    private final SimulatedMachines machines;
    private final SimulatedTemplates templates;
    private final LineLog shellLog;

    /** Opens the node that lies in a folder, or makes it there. */
    public SimulatedNode(Path folder) throws IOException {
        this(folder, Latencies.NONE);
    }

    /** Opens the node that lies in a folder, or makes it there, with work that takes its time. */
    public SimulatedNode(Path folder, Latencies latencies) throws IOException {
        this.root = Files.createDirectories(folder.resolve("root"));
        this.volumes = new SimulatedVolumes(Files.createDirectories(folder.resolve("volumes")), latencies);
        this.containers = new SimulatedContainers(Files.createDirectories(folder.resolve("guests")), latencies);
        this.images = new SimulatedVolumes(Files.createDirectories(folder.resolve("images")), latencies);
        this.machines = new SimulatedMachines(Files.createDirectories(folder.resolve("machines")), images, latencies);
        this.templates = new SimulatedTemplates(latencies);
        this.shellLog = new LineLog(folder.resolve("shell.log"));
        Files.createDirectories(root.resolve("root/.ssh"));
        WholeFile.write(root.resolve("root/.ssh/id_rsa.pub"), PUBLIC_KEY + "\n");
        for (String device : List.of("full", "fuse", "net/tun", "null", "zero")) {
            Path file = root.resolve("dev").resolve(device);
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.createFile(file);
            }
        }
    }

    /** Notes a command of the node's shell. */
    void count(List<String> argv) {
        String line = String.join(" ", argv);
        shellLog.add(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
    }

    /**
     * How many commands shells of this node have run in this process; one that runs {@code pvesh} counts once. Every command, of
     * other processes too, is a line of {@code shell.log} in the node's folder.
     */
    public long commands() {
        return shellLog.added();
    }

    /**
     * Puts a container there as if it had been created long ago: its configuration file, its volumes, and its state. For tests with many
     * guests. Not while another process has this node open.
     *
     * @param config as its file is to say; see {@link #plain}
     */
    public void add(VmId id, GuestConfig config, boolean running) {
        Path file = root.resolve("etc/pve/nodes/" + NAME + "/lxc/" + id + ".conf");
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make " + file.getParent(), failed);
        }
        for (String mount : config.current().options().values()) {
            Matcher volume = VOLUME.matcher(mount);
            if (volume.lookingAt() && volumes.find(volume.group(1)).isEmpty()) {
                volumes.create(volume.group(1), DiskSize.parse(volume.group(2)));
            }
        }
        WholeFile.write(file, config.print());
        containers.setUp(id, config.current(), Map.of());
        if (running) {
            containers.start(id, config.current());
        }
    }

    /** What the file of a container says that was made with little more than a host name, an address and a rootfs of 4 GiB. */
    public static GuestConfig.Section plain(VmId id, String hostname) {
        Map<String, String> options = new TreeMap<>();
        options.put("arch", "amd64");
        options.put("cores", "1");
        options.put("hostname", hostname);
        options.put("memory", "512");
        String mac = String.format(
                Locale.ROOT,
                "BC:24:11:%02X:%02X:%02X",
                id.value() >> 16 & 255,
                id.value() >> 8 & 255,
                id.value() & 255);
        options.put(
                "net0",
                "name=eth0,bridge=vmbr0,hwaddr=" + mac + ",ip=10." + (id.value() >> 16 & 255) + "."
                        + (id.value() >> 8 & 255) + "." + (id.value() & 255) + "/8,type=veth");
        options.put("ostype", "debian");
        options.put("rootfs", "local-zfs:subvol-" + id + "-disk-0,size=4G");
        options.put("swap", "512");
        options.put("unprivileged", "1");
        return new GuestConfig.Section("", options, List.of());
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public SimulatedVolumes volumes() {
        return volumes;
    }

    @Override
    public SimulatedContainers containers() {
        return containers;
    }

    @Override
    public SimulatedVolumes images() {
        return images;
    }

    @Override
    public SimulatedMachines machines() {
        return machines;
    }

    @Override
    public CloudImages cloudImages() {
        return new SimulatedCloudImages();
    }

    @Override
    public SimulatedTemplates templates() {
        return templates;
    }

    /** A plain file below {@code /dev} plays a device. */
    @Override
    public FileKind kind(String path) {
        Path file = root.resolve(path.replaceFirst("^/+", ""));
        if (Files.isDirectory(file)) {
            return FileKind.FOLDER;
        }
        if (!Files.exists(file)) {
            return FileKind.ABSENT;
        }
        return path.startsWith("/dev/") ? FileKind.DEVICE : FileKind.OTHER;
    }

    @Override
    public Answer run(List<String> argv) {
        return new Answer(0, "", "");
    }

    @Override
    public boolean simulated() {
        return true;
    }
}
