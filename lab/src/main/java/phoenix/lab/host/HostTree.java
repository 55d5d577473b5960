package phoenix.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import phoenix.lab.node.NodeException;

/** The node's own system: a Debian 12 with LXC, and the few files that make it a Proxmox-shaped host. */
final class HostTree {
    private static final Bootstrap IMAGE = new Bootstrap(
            "host",
            List.of(
                    "systemd",
                    "systemd-sysv",
                    "dbus",
                    "iproute2",
                    "ifupdown2",
                    "bridge-utils",
                    "dnsmasq-base",
                    "iptables",
                    "procps",
                    "ca-certificates",
                    "curl",
                    "wget",
                    "openssh-client",
                    "python3",
                    "lxc",
                    "btrfs-progs",
                    "uidmap",
                    "zstd",
                    "xz-utils",
                    "tar",
                    "kmod",
                    "iputils-ping",
                    "less",
                    "nano"),
            true);

    /** Units that a disposable node has no use for; LXC's own would make a bridge, or wait half a minute for the monitor. */
    private static final List<String> MASKED = List.of(
            "lxc.service",
            "lxc-net.service",
            "lxc-monitord.service",
            "apt-daily.timer",
            "apt-daily-upgrade.timer",
            "dpkg-db-backup.timer",
            "e2scrub_all.timer",
            "e2scrub_reap.service");

    /** What mounts folders into running guests. */
    static final String MOUNTER = "/usr/local/lib/lab/mount-into-guest.py";

    private static final String DHCP_UNIT = "lab-dhcp.service";
    private static final String GPU_UNIT = "lab-gpu.service";
    private static final int FIRST_LEASE = 200;
    private static final int LAST_LEASE = 250;
    private static final List<String> TOOLS =
            List.of("usr/sbin/pct", "usr/sbin/qm", "usr/bin/pvesh", "usr/sbin/pvesm", "usr/bin/pveam");

    private final LabPlace place;

    HostTree(LabPlace place) {
        this.place = place;
    }

    /** Whether {@link #archive} is there already. */
    boolean isCached() {
        return IMAGE.isCached(place);
    }

    /** The node's system as an archive; built if it is not in the cache. */
    Path archive(Consumer<String> progress) {
        return IMAGE.archive(place, progress);
    }

    /** Writes the node's own files; what says the same already is left alone. */
    void furnish(Subnet subnet) {
        Path root = place.rootfs();
        PlainFile.write(root.resolve("etc/hostname"), "pve\n");
        give("etc/hosts", "127.0.0.1 localhost\n" + subnet.node() + " pve.lab pve\n");
        give("etc/resolv.conf", NameServers.ofMachine().print());
        give("etc/network/interfaces", interfaces(subnet));
        dhcp(subnet);
        graphics();
        PlainFile.write(root.resolve("etc/subuid"), "root:100000:65536\n");
        PlainFile.write(root.resolve("etc/subgid"), "root:100000:65536\n");
        MASKED.forEach(unit -> PlainFile.link(root.resolve("etc/systemd/system").resolve(unit), "/dev/null"));
        for (String folder : List.of("etc/pve", "var/lib/vz/template/cache", "var/lib/lxc", "var/log/lxc")) {
            PlainFile.makeFolder(root.resolve(folder));
        }
        secretFolder(root.resolve("etc/pve/priv"));
        PlainFile.makeFolder(root.resolve("usr/local/lib/lab"));
        PlainFile.write(root.resolve(MOUNTER.substring(1)), Resource.text("mount-into-guest.py"));
        String tool = Resource.text("pve-tool.py");
        TOOLS.forEach(path -> PlainFile.write(root.resolve(path), tool, "rwxr-xr-x"));
    }

    /** The lab's network has what a home network's router offers: guests that ask by DHCP get an address. */
    private void dhcp(Subnet subnet) {
        Path units = place.rootfs().resolve("etc/systemd/system");
        PlainFile.write(
                units.resolve(DHCP_UNIT),
                Resource.text(DHCP_UNIT)
                        .replace("@FIRST@", subnet.address(FIRST_LEASE))
                        .replace("@LAST@", subnet.address(LAST_LEASE))
                        .replace("@GATEWAY@", subnet.gateway())
                        .replace(
                                "@SERVERS@",
                                String.join(",", NameServers.ofMachine().ipv4())));
        PlainFile.link(units.resolve("multi-user.target.wants").resolve(DHCP_UNIT), "../" + DHCP_UNIT);
    }

    /** Stand-ins, so that what is done with GPUs can be seen: device nodes that do nothing, and what tells their driver's version. */
    private void graphics() {
        Path units = place.rootfs().resolve("etc/systemd/system");
        PlainFile.write(units.resolve(GPU_UNIT), Resource.text(GPU_UNIT));
        PlainFile.link(units.resolve("multi-user.target.wants").resolve(GPU_UNIT), "../" + GPU_UNIT);
        PlainFile.write(place.rootfs().resolve("usr/local/bin/nvidia-smi"), Resource.text("nvidia-smi"), "rwxr-xr-x");
    }

    /** Writes a file that the node's user may change: what is no longer as it was given is theirs and stays. */
    private void give(String path, String text) {
        Path file = place.rootfs().resolve(path);
        Path given = place.rootfs().resolve("var/lib/lab/given").resolve(path);
        boolean theirs = Files.isRegularFile(file)
                && Files.isRegularFile(given)
                && !PlainFile.read(file).equals(PlainFile.read(given));
        if (!theirs) {
            PlainFile.write(file, text);
            PlainFile.write(given, text);
        }
    }

    private static String interfaces(Subnet subnet) {
        return """
                auto lo
                iface lo inet loopback

                iface eth0 inet manual

                auto vmbr0
                iface vmbr0 inet static
                	address %s/24
                	gateway %s
                	bridge-ports eth0
                	bridge-stp off
                	bridge-fd 0
                """.formatted(subnet.node(), subnet.gateway());
    }

    private static void secretFolder(Path folder) {
        PlainFile.makeFolder(folder);
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException failed) {
            throw new NodeException("cannot close " + folder + " to others: " + failed, failed);
        }
    }
}
