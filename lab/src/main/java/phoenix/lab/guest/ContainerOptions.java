package phoenix.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.Parameters;
import phoenix.lab.schema.PropertyFormat;

/**
 * Every option of a container, as Proxmox 8.4 has them.
 *
 * @see "PVE source: PVE/LXC/Config.pm $confdesc"
 */
final class ContainerOptions {
    private static final String MOUNT_OPTION = "(?:(discard|lazytime|noatime|nodev|noexec|nosuid))";
    static final int LAST_NET = 31;
    static final int LAST_MOUNT_POINT = 255;

    static final PropertyFormat ROOTFS = new PropertyFormat(mount());
    static final PropertyFormat MOUNT_POINT = mountPoint();
    static final PropertyFormat UNUSED =
            PropertyFormat.of(Param.string("volume").defaultKey().format("pve-volume-id"));
    static final PropertyFormat FEATURES = PropertyFormat.of(
            Param.bool("force_rw_sys").optional().byDefault(false),
            Param.bool("fuse").optional().byDefault(false),
            Param.bool("keyctl").optional().byDefault(false),
            Param.bool("mknod").optional().byDefault(false),
            Param.string("mount").optional().pattern("(?:[a-zA-Z0-9_; ]+)"),
            Param.bool("nesting").optional().byDefault(false));
    static final PropertyFormat DEVICE = PropertyFormat.of(
            Param.bool("deny-write").optional().byDefault(false),
            Param.integer("gid").optional().minimum(0),
            Param.string("mode").optional().pattern("0[0-7]{3}"),
            Param.string("path").optional().defaultKey().format("pve-lxc-dev-string"),
            Param.integer("uid").optional().minimum(0));
    static final PropertyFormat NETWORK = PropertyFormat.of(
            Param.string("bridge").optional().pattern("[-_.\\w\\d]+"),
            Param.bool("firewall").optional(),
            Param.string("gw").optional().format("ipv4"),
            Param.string("gw6").optional().format("ipv6"),
            Param.string("hwaddr").optional().format("mac-addr"),
            Param.string("ip").optional().format("pve-ipv4-config"),
            Param.string("ip6").optional().format("pve-ipv6-config"),
            Param.bool("link_down").optional(),
            Param.integer("mtu").optional().minimum(64).maximum(65535),
            Param.string("name").pattern("[-_.\\w\\d]+"),
            Param.number("rate").optional(),
            Param.integer("tag").optional().minimum(1).maximum(4094),
            Param.string("trunks").optional().pattern("(?:\\d+(?:;\\d+)*)"),
            Param.string("type").optional().oneOf("veth"));

    private static final List<Param> ALL = List.of(
            Param.string("arch")
                    .optional()
                    .byDefault("amd64")
                    .oneOf("amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"),
            Param.string("cmode").optional().byDefault("tty").oneOf("shell", "console", "tty"),
            Param.bool("console").optional().byDefault(true),
            Param.integer("cores").optional().minimum(1).maximum(8192),
            Param.number("cpulimit").optional().byDefault(0).minimum(0).maximum(8192),
            Param.integer("cpuunits").optional().defaultComputed().minimum(0).maximum(500_000),
            Param.bool("debug").optional().byDefault(false),
            Param.string("description").optional().maxLength(8192),
            Param.string("dev[n]").upTo(255).optional().format(DEVICE),
            Param.string("features").optional().format(FEATURES),
            Param.string("hookscript").optional().format("pve-volume-id"),
            Param.string("hostname").optional().format("dns-name").maxLength(255),
            Param.string("lock")
                    .optional()
                    .oneOf(
                            "backup",
                            "create",
                            "destroyed",
                            "disk",
                            "fstrim",
                            "migrate",
                            "mounted",
                            "rollback",
                            "snapshot",
                            "snapshot-delete"),
            Param.integer("memory").optional().byDefault(512).minimum(16),
            Param.string("mp[n]").upTo(LAST_MOUNT_POINT).optional().format(MOUNT_POINT),
            Param.string("nameserver").optional().format("lxc-ip-with-ll-iface-list"),
            Param.string("net[n]").upTo(LAST_NET).optional().format(NETWORK),
            Param.bool("onboot").optional().byDefault(false),
            Param.string("ostype")
                    .optional()
                    .oneOf(
                            "debian",
                            "devuan",
                            "ubuntu",
                            "centos",
                            "fedora",
                            "opensuse",
                            "archlinux",
                            "alpine",
                            "gentoo",
                            "nixos",
                            "unmanaged"),
            Param.bool("protection").optional().byDefault(false),
            Param.string("rootfs").optional().format(ROOTFS),
            Param.string("searchdomain").optional().format("dns-name-list"),
            Param.string("startup").optional().format("pve-startup-order"),
            Param.integer("swap").optional().byDefault(512).minimum(0),
            Param.string("tags").optional().format("pve-tag-list"),
            Param.bool("template").optional().byDefault(false),
            Param.string("timezone").optional().format("pve-ct-timezone"),
            Param.integer("tty").optional().byDefault(2).minimum(0).maximum(6),
            Param.bool("unprivileged").optional().byDefault(false),
            Param.string("unused[n]").upTo(255).optional().format(UNUSED));

    private static final Parameters BY_NAME = new Parameters(ALL);

    private ContainerOptions() {}

    static List<Param> all() {
        return ALL;
    }

    static Optional<Param> find(String option) {
        return BY_NAME.find(option);
    }

    static boolean isMountPoint(String option) {
        return option.matches("mp[0-9]+");
    }

    static boolean isVolume(String option) {
        return option.equals("rootfs") || isMountPoint(option);
    }

    static boolean isUnused(String option) {
        return option.matches("unused[0-9]+");
    }

    static boolean isDevice(String option) {
        return option.matches("dev[0-9]+");
    }

    static boolean isNet(String option) {
        return option.matches("net[0-9]+");
    }

    private static List<Param> mount() {
        return List.of(
                Param.bool("acl").optional(),
                Param.string("mountoptions").optional().pattern("(?:" + MOUNT_OPTION + "(;" + MOUNT_OPTION + ")*)"),
                Param.bool("quota").optional(),
                Param.bool("replicate").optional().byDefault(true),
                Param.bool("ro").optional(),
                Param.bool("shared").optional().byDefault(false),
                Param.string("size").optional().format("disk-size"),
                Param.string("volume").defaultKey().format("pve-lxc-mp-string"));
    }

    private static PropertyFormat mountPoint() {
        List<Param> keys = new ArrayList<>(mount());
        keys.add(Param.bool("backup").optional());
        keys.add(Param.string("mp").format("pve-lxc-mp-string"));
        return new PropertyFormat(keys);
    }
}
