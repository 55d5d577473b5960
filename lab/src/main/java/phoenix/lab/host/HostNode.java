package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import phoenix.lab.node.Answer;
import phoenix.lab.node.CloudImages;
import phoenix.lab.node.Containers;
import phoenix.lab.node.FileKind;
import phoenix.lab.node.Images;
import phoenix.lab.node.Machines;
import phoenix.lab.node.Node;
import phoenix.lab.node.Templates;
import phoenix.lab.node.Volumes;

/**
 * The lab's node for real: a system container on this machine.
 *
 * <p>{@link #open} makes what is missing and starts what does not run; when all is up it only looks, which takes a small part of a
 * second. Nothing here has to be closed: the node goes on running until {@link LabLeftovers} takes it down.
 */
public final class HostNode implements Node {
    private final LabPlace place;
    private final Subnet subnet;
    private final HostContainer container;
    private final BtrfsVolumes volumes;
    private final LxcContainers containers;
    private final LxcTemplates templates;
    private final QcowImages images;
    private final QemuMachines machines;
    private final DebianCloudImages cloudImages;

    private HostNode(LabPlace place, Subnet subnet) {
        this.place = place;
        this.subnet = subnet;
        this.container = new HostContainer(place);
        this.volumes = new BtrfsVolumes(place.pool());
        this.containers = new LxcContainers(place, container, volumes);
        this.templates = new LxcTemplates(place);
        QemuTools tools = new QemuTools(place, container);
        this.images = new QcowImages(place, container, tools);
        this.machines = new QemuMachines(place, container, tools, images);
        this.cloudImages = new DebianCloudImages(place, container, tools);
    }

    /**
     * Makes, starts and opens a lab's node. Killed at any moment, the next call finishes what this one began; two at once wait
     * for each other.
     *
     * @param progress lines for people
     * @throws phoenix.lab.node.NodeException if the machine lacks something ({@code HostRequirements} says it beforehand) or a
     *     program fails; with its words
     */
    public static HostNode open(LabPlace place, Consumer<String> progress) {
        return LabLock.holding(place.name().container(), progress, () -> {
            PlainFile.makeFolder(place.home());
            HostNode node = new HostNode(place, Subnet.of(place));
            node.bringUp(progress);
            return node;
        });
    }

    private void bringUp(Consumer<String> progress) {
        HostTree tree = new HostTree(place);
        boolean mounted = new NodeDisk(place)
                .mount(
                        () -> {
                            if (!tree.isCached()) {
                                templates.prepareBehind();
                            }
                            return tree.archive(progress);
                        },
                        progress);
        if (mounted) {
            volumes.recover();
        }
        tree.furnish(subnet);
        Bridge bridge = new Bridge(place.name());
        boolean running = container.isRunning();
        if (!running) {
            // What a killed LXC left would make LXC evade to other names, under which nobody finds it again.
            new Cgroups(place.name().container()).remove();
            bridge.removePort();
        }
        if (!running || !bridge.isUp()) {
            bridge.up(subnet);
        }
        new Firewall(place.name()).open(subnet);
        if (!running) {
            progress.accept("starting the lab's node");
            container.start();
        }
        container.awaitReady();
        makeKey();
    }

    /** Root's SSH key: every Proxmox node has one. A lab that was made before it had a client goes without. */
    private void makeKey() {
        String key = "/root/.ssh/id_rsa";
        if (!Files.exists(place.rootfs().resolve(key.substring(1)))) {
            container
                    .in("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-C", "root@pve", "-f", key)
                    .tryOut();
        }
    }

    @Override
    public Path root() {
        return place.rootfs();
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public Machines machines() {
        return machines;
    }

    @Override
    public CloudImages cloudImages() {
        return cloudImages;
    }

    @Override
    public Templates templates() {
        return templates;
    }

    @Override
    public FileKind kind(String path) {
        Program.Result result =
                container.in("stat", "--dereference", "--format=%F", "--", path).tryOut();
        if (!result.succeeded()) {
            return FileKind.ABSENT;
        }
        String type = result.out().strip();
        if (type.equals("directory")) {
            return FileKind.FOLDER;
        }
        return type.startsWith("character special") || type.startsWith("block special")
                ? FileKind.DEVICE
                : FileKind.OTHER;
    }

    @Override
    public Answer run(List<String> argv) {
        Program.Result result = container.in(argv.toArray(String[]::new)).tryOut();
        return new Answer(result.code(), result.out(), result.err());
    }

    @Override
    public boolean simulated() {
        return false;
    }

    public LabPlace place() {
        return place;
    }

    /** The network that the machine, the node and its guests share. */
    public Subnet subnet() {
        return subnet;
    }

    /** What stands before an argument vector to run it as root in the node. */
    public List<String> shellPrefix() {
        return container.prefix();
    }
}
