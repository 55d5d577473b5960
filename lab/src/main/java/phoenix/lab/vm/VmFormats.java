package phoenix.lab.vm;

import java.util.ArrayList;
import java.util.List;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.PropertyFormat;

/**
 * The property strings among a VM's options, as Proxmox 8.4 has them.
 *
 * @see "PVE source: PVE/QemuServer.pm, PVE/QemuServer/Drive.pm"
 */
final class VmFormats {
    static final PropertyFormat AGENT = PropertyFormat.of(
            Param.bool("enabled").byDefault(false).defaultKey(),
            Param.bool("freeze-fs-on-backup").optional().byDefault(true),
            Param.bool("fstrim_cloned_disks").optional().byDefault(false),
            Param.string("type").optional().byDefault("virtio").oneOf("virtio", "isa"));
    static final PropertyFormat AUDIO = PropertyFormat.of(
            Param.string("device").oneOf("ich9-intel-hda", "intel-hda", "AC97"),
            Param.string("driver").optional().byDefault("spice").oneOf("spice", "none"));
    static final PropertyFormat EFIDISK = PropertyFormat.of(
            Param.string("efitype").optional().byDefault("2m").oneOf("2m", "4m"),
            Param.string("file").defaultKey().format("pve-volume-id-or-qm-path"),
            Param.string("format").optional().oneOf("raw", "qcow", "qed", "qcow2", "vmdk", "cloop"),
            Param.string("import-from").optional().format("pve-volume-id-or-absolute-path"),
            Param.string("ms-cert").optional().byDefault("2011").oneOf("2011", "2023", "2023w", "2023k"),
            Param.bool("pre-enrolled-keys").optional().byDefault(false),
            Param.string("size").optional().format("disk-size"),
            Param.alias("volume", "file"));
    static final PropertyFormat IDE = drive(
            Param.string("model").optional().maxLength(120).format("urlencoded"),
            Param.bool("ssd").optional(),
            Param.string("wwn").optional().pattern("(?:^(0x)[0-9a-fA-F]{16})"));
    static final PropertyFormat IVSHMEM = PropertyFormat.of(
            Param.string("name").optional().pattern("[a-zA-Z0-9\\-]+"),
            Param.integer("size").minimum(1));
    static final PropertyFormat MACHINE = PropertyFormat.of(
            Param.bool("enable-s3").optional(),
            Param.bool("enable-s4").optional(),
            Param.string("type")
                    .optional()
                    .pattern(
                            "(pc|pc(-i440fx)?-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?|q35|pc-q35-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?|virt(?:-\\d+(\\.\\d+)+)?(\\+pve\\d+)?)")
                    .maxLength(40)
                    .defaultKey(),
            Param.string("viommu").optional().oneOf("intel", "virtio"));
    static final PropertyFormat MEMORY = PropertyFormat.of(
            Param.integer("current").byDefault(512).minimum(16).defaultKey());
    static final PropertyFormat NET = PropertyFormat.of(
            Param.string("bridge").optional().format("pve-bridge-id"),
            Param.alias("e1000", "macaddr", "model"),
            Param.alias("e1000-82540em", "macaddr", "model"),
            Param.alias("e1000-82544gc", "macaddr", "model"),
            Param.alias("e1000-82545em", "macaddr", "model"),
            Param.alias("e1000e", "macaddr", "model"),
            Param.bool("firewall").optional(),
            Param.alias("i82551", "macaddr", "model"),
            Param.alias("i82557b", "macaddr", "model"),
            Param.alias("i82559er", "macaddr", "model"),
            Param.bool("link_down").optional(),
            Param.string("macaddr").optional().format("mac-addr"),
            Param.string("model")
                    .oneOf(
                            "e1000",
                            "e1000-82540em",
                            "e1000-82544gc",
                            "e1000-82545em",
                            "e1000e",
                            "i82551",
                            "i82557b",
                            "i82559er",
                            "ne2k_isa",
                            "ne2k_pci",
                            "pcnet",
                            "rtl8139",
                            "virtio",
                            "vmxnet3")
                    .defaultKey(),
            Param.integer("mtu").optional().minimum(1).maximum(65520),
            Param.alias("ne2k_isa", "macaddr", "model"),
            Param.alias("ne2k_pci", "macaddr", "model"),
            Param.alias("pcnet", "macaddr", "model"),
            Param.integer("queues").optional().minimum(0).maximum(64),
            Param.number("rate").optional().minimum(0),
            Param.alias("rtl8139", "macaddr", "model"),
            Param.integer("tag").optional().minimum(1).maximum(4094),
            Param.string("trunks").optional().pattern("(?:\\d+(?:-\\d+)?(?:;\\d+(?:-\\d+)?)*)"),
            Param.alias("virtio", "macaddr", "model"),
            Param.alias("vmxnet3", "macaddr", "model"));
    static final PropertyFormat NUMA = PropertyFormat.of(
            Param.string("cpus").pattern("(?:\\d+(?:-\\d+)?(?:;\\d+(?:-\\d+)?)*)"),
            Param.string("hostnodes").optional().pattern("(?:\\d+(?:-\\d+)?(?:;\\d+(?:-\\d+)?)*)"),
            Param.number("memory").optional(),
            Param.string("policy").optional().oneOf("preferred", "bind", "interleave"));
    static final PropertyFormat SATA =
            drive(Param.bool("ssd").optional(), Param.string("wwn").optional().pattern("(?:^(0x)[0-9a-fA-F]{16})"));
    static final PropertyFormat SCSI = drive(
            Param.bool("iothread").optional(),
            Param.string("product").optional().pattern("[A-Za-z0-9\\-_\\s]{,16}"),
            Param.integer("queues").optional().minimum(2),
            Param.bool("ro").optional(),
            Param.bool("scsiblock").optional().byDefault(false),
            Param.bool("ssd").optional(),
            Param.string("vendor").optional().pattern("[A-Za-z0-9\\-_\\s]{,8}"),
            Param.string("wwn").optional().pattern("(?:^(0x)[0-9a-fA-F]{16})"));
    static final PropertyFormat SPICE_ENHANCEMENTS = PropertyFormat.of(
            Param.bool("foldersharing").optional().byDefault(false),
            Param.string("videostreaming").optional().byDefault("off").oneOf("off", "all", "filter"));
    static final PropertyFormat TPMSTATE = PropertyFormat.of(
            Param.string("file").defaultKey().format("pve-volume-id-or-qm-path"),
            Param.string("import-from").optional().format("pve-volume-id-or-absolute-path"),
            Param.string("size").optional().format("disk-size"),
            Param.string("version").optional().byDefault("v1.2").oneOf("v1.2", "v2.0"),
            Param.alias("volume", "file"));
    static final PropertyFormat UNUSED =
            PropertyFormat.of(Param.string("file").defaultKey().format("pve-volume-id"), Param.alias("volume", "file"));
    static final PropertyFormat USB = PropertyFormat.of(
            Param.string("host")
                    .optional()
                    .pattern(
                            "(?:(?:(?:(?:(0x)?([0-9A-Fa-f]{4}):(0x)?([0-9A-Fa-f]{4})))|(?:(?:(\\d+)\\-(\\d+(\\.\\d+)*)))|[Ss][Pp][Ii][Cc][Ee]))")
                    .defaultKey(),
            Param.string("mapping").optional().format("pve-configid"),
            Param.bool("usb3").optional().byDefault(false));
    static final PropertyFormat VGA = PropertyFormat.of(
            Param.string("clipboard").optional().oneOf("vnc"),
            Param.integer("memory").optional().minimum(4).maximum(512),
            Param.string("type")
                    .optional()
                    .byDefault("std")
                    .oneOf(
                            "cirrus",
                            "qxl",
                            "qxl2",
                            "qxl3",
                            "qxl4",
                            "none",
                            "serial0",
                            "serial1",
                            "serial2",
                            "serial3",
                            "std",
                            "virtio",
                            "virtio-gl",
                            "vmware")
                    .defaultKey());
    static final PropertyFormat VIRTIO =
            drive(Param.bool("iothread").optional(), Param.bool("ro").optional());
    static final PropertyFormat VIRTIOFS = PropertyFormat.of(
            Param.string("cache").optional().byDefault("auto").oneOf("auto", "always", "metadata", "never"),
            Param.bool("direct-io").optional().byDefault(false),
            Param.string("dirid").defaultKey().format("pve-configid"),
            Param.bool("expose-acl").optional().byDefault(false),
            Param.bool("expose-xattr").optional().byDefault(false));

    private VmFormats() {}

    /** What every bus knows, and what one bus adds. */
    private static PropertyFormat drive(Param... more) {
        List<Param> keys = new ArrayList<>(List.of(
                Param.string("aio").optional().oneOf("native", "threads", "io_uring"),
                Param.bool("backup").optional(),
                Param.integer("bps").optional(),
                Param.integer("bps_max_length").optional().minimum(1),
                Param.integer("bps_rd").optional(),
                Param.alias("bps_rd_length", "bps_rd_max_length"),
                Param.integer("bps_rd_max_length").optional().minimum(1),
                Param.integer("bps_wr").optional(),
                Param.alias("bps_wr_length", "bps_wr_max_length"),
                Param.integer("bps_wr_max_length").optional().minimum(1),
                Param.string("cache").optional().oneOf("none", "writethrough", "writeback", "unsafe", "directsync"),
                Param.integer("cyls").optional(),
                Param.bool("detect_zeroes").optional(),
                Param.string("discard").optional().oneOf("ignore", "on"),
                Param.string("file").defaultKey().format("pve-volume-id-or-qm-path"),
                Param.string("format").optional().oneOf("raw", "qcow", "qed", "qcow2", "vmdk", "cloop"),
                Param.integer("heads").optional(),
                Param.string("import-from").optional().format("pve-volume-id-or-absolute-path"),
                Param.integer("iops").optional(),
                Param.integer("iops_max").optional(),
                Param.integer("iops_max_length").optional().minimum(1),
                Param.integer("iops_rd").optional(),
                Param.alias("iops_rd_length", "iops_rd_max_length"),
                Param.integer("iops_rd_max").optional(),
                Param.integer("iops_rd_max_length").optional().minimum(1),
                Param.integer("iops_wr").optional(),
                Param.alias("iops_wr_length", "iops_wr_max_length"),
                Param.integer("iops_wr_max").optional(),
                Param.integer("iops_wr_max_length").optional().minimum(1),
                Param.number("mbps").optional(),
                Param.number("mbps_max").optional(),
                Param.number("mbps_rd").optional(),
                Param.number("mbps_rd_max").optional(),
                Param.number("mbps_wr").optional(),
                Param.number("mbps_wr_max").optional(),
                Param.string("media").optional().byDefault("disk").oneOf("cdrom", "disk"),
                Param.bool("replicate").optional().byDefault(true),
                Param.string("rerror").optional().oneOf("ignore", "report", "stop"),
                Param.integer("secs").optional(),
                Param.string("serial").optional().maxLength(60).format("urlencoded"),
                Param.bool("shared").optional().byDefault(false),
                Param.string("size").optional().format("disk-size"),
                Param.bool("snapshot").optional(),
                Param.string("trans").optional().oneOf("none", "lba", "auto"),
                Param.alias("volume", "file"),
                Param.string("werror").optional().oneOf("enospc", "ignore", "report", "stop")));
        keys.addAll(List.of(more));
        return new PropertyFormat(keys);
    }
}
