package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import phoenix.lab.files.Sha1;
import phoenix.lab.node.CloudImages;
import phoenix.lab.node.NodeException;

/** A cloud image made from the distribution's packages, once for all labs of this machine: about a minute. It boots from its disk. */
final class DebianCloudImages implements CloudImages {
    private static final String NAME = "debian-12-cloud-amd64.qcow2";
    private static final String MEBIBYTES = "3072";
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final String WORK = "/var/tmp/lab-image";
    private static final Bootstrap TREE = new Bootstrap(
            "debian-12-cloud",
            List.of(
                    "linux-image-cloud-amd64",
                    "systemd-sysv",
                    "systemd-resolved",
                    "libpam-systemd",
                    "udev",
                    "dbus",
                    "kmod",
                    "cloud-init",
                    "qemu-guest-agent",
                    "openssh-server",
                    "iproute2",
                    "iputils-ping",
                    "sudo",
                    "ca-certificates",
                    "cloud-guest-utils",
                    "e2fsprogs",
                    "fdisk",
                    "netbase",
                    "procps",
                    "curl",
                    "python3",
                    "lz4"),
            true);

    private final LabPlace place;
    private final HostContainer node;
    private final QemuTools tools;

    DebianCloudImages(LabPlace place, HostContainer node, QemuTools tools) {
        this.place = place;
        this.node = node;
        this.tools = tools;
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public void make(String name, Path target, Consumer<String> log) {
        Path cached = place.cache().resolve("debian-12-cloud-" + key() + ".qcow2");
        PlainFile.makeFolder(place.cache());
        // Two VMs that are made of it at once may both find that it is not there yet.
        LabLock.holding("debian-12-cloud-disk", log, () -> {
            if (!Files.exists(cached)) {
                build(cached, log);
            }
            if (!Files.exists(target)) {
                Path born = target.resolveSibling("." + target.getFileName() + ".new");
                copy(cached, born);
                PlainFile.move(born, target);
            }
            return target;
        });
    }

    private static String key() {
        return Sha1.of(Resource.text("cloud-image.sh") + Resource.text("cloud-disk.py") + TREE.packages())
                .substring(0, 8);
    }

    private void build(Path cached, Consumer<String> log) {
        tools.ensure();
        Path tree = TREE.archive(place, log);
        log.accept("making a disk of it");
        Path work = place.rootfs().resolve(WORK.substring(1));
        Tree.remove(work);
        PlainFile.makeFolder(work.resolve("tree"));
        PlainFile.write(work.resolve("cloud-image.sh"), Resource.text("cloud-image.sh"), "rwxr-xr-x");
        PlainFile.write(work.resolve("cloud-disk.py"), Resource.text("cloud-disk.py"), "rwxr-xr-x");
        copy(tree, work.resolve("tree.tar.zst"));
        run("tar", "--numeric-owner", "--xattrs", "-xpf", WORK + "/tree.tar.zst", "-C", WORK + "/tree");
        run(WORK + "/cloud-image.sh", WORK + "/tree");
        run(WORK + "/cloud-disk.py", WORK + "/tree", WORK + "/disk.raw", WORK + "/disk.qcow2", MEBIBYTES);
        Path born = cached.resolveSibling(cached.getFileName() + ".new");
        copy(work.resolve("disk.qcow2"), born);
        PlainFile.move(born, cached);
        Tree.remove(work);
    }

    private void run(String... argv) {
        node.in(argv).within(LIMIT).run();
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new NodeException("cannot copy " + from + " to " + to + ": " + failed, failed);
        }
    }
}
