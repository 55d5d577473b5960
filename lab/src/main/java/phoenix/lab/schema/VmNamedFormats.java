package phoenix.lab.schema;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The formats of VMs' options that Proxmox publishes by name only.
 *
 * @see "PVE source: PVE/QemuServer.pm, PVE/QemuServer/CPUConfig.pm, PVE/QemuServer/PCI.pm"
 */
final class VmNamedFormats {
    private static final String BASE64 = "[A-Za-z0-9+\\/]+={0,2}";
    private static final String HEX_ID = "0x[0-9a-fA-F]{4}";
    private static final String PCI_ID = "(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\\.[a-f0-9])?";
    private static final String BOOT_DEVICE = "(?:ide[0-3]|sata[0-5]|scsi(?:[0-9]|[12][0-9]|30)|virtio(?:[0-9]|1[0-5])"
            + "|net(?:[0-9]|[12][0-9]|3[01])|usb(?:[0-9]|1[0-3])|hostpci(?:[0-9]|1[0-5]))";

    static final PropertyFormat CICUSTOM =
            PropertyFormat.of(volume("meta"), volume("network"), volume("user"), volume("vendor"));
    static final PropertyFormat IP_CONFIG = PropertyFormat.of(
            Param.string("gw").optional().format("ipv4").requires("ip"),
            Param.string("gw6").optional().format("ipv6").requires("ip6"),
            Param.string("ip").optional().format("pve-ipv4-config"),
            Param.string("ip6").optional().format("pve-ipv6-config"));
    static final PropertyFormat HOST_PCI = PropertyFormat.of(
            Param.string("device-id").optional().pattern(HEX_ID),
            Param.string("host")
                    .optional()
                    .pattern(PCI_ID + "(?:;" + PCI_ID + ")*")
                    .defaultKey(),
            Param.bool("legacy-igd").optional(),
            Param.string("mapping").optional().format("pve-configid"),
            Param.string("mdev").optional().pattern("[^/\\.:]+"),
            Param.bool("pcie").optional(),
            Param.bool("rombar").optional(),
            Param.string("romfile").optional().pattern("[^,;]+"),
            Param.string("sub-device-id").optional().pattern(HEX_ID),
            Param.string("sub-vendor-id").optional().pattern(HEX_ID),
            Param.string("vendor-id").optional().pattern(HEX_ID),
            Param.bool("x-vga").optional());
    static final PropertyFormat RNG = PropertyFormat.of(
            Param.integer("max_bytes").optional(),
            Param.integer("period").optional(),
            Param.string("source")
                    .oneOf("/dev/urandom", "/dev/random", "/dev/hwrng")
                    .defaultKey());
    static final PropertyFormat SMBIOS = PropertyFormat.of(
            Param.bool("base64").optional(),
            base64("family"),
            base64("manufacturer"),
            base64("product"),
            base64("serial"),
            base64("sku"),
            Param.string("uuid").optional().pattern("[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}"),
            base64("version"));
    static final PropertyFormat WATCHDOG = PropertyFormat.of(
            Param.string("action").optional().oneOf("reset", "shutdown", "poweroff", "pause", "debug", "none"),
            Param.string("model").optional().oneOf("i6300esb", "ib700").defaultKey());
    static final PropertyFormat SEV = PropertyFormat.of(
            Param.bool("allow-smt").optional(),
            Param.bool("kernel-hashes").optional(),
            Param.bool("no-debug").optional(),
            Param.bool("no-key-sharing").optional(),
            Param.string("type").oneOf("std", "es", "snp").maxLength(3).defaultKey());
    static final PropertyFormat CPU = PropertyFormat.of(
            Param.string("cputype").optional().pattern("[A-Za-z0-9._-]+").defaultKey(),
            Param.string("flags").optional().pattern("[+-][a-zA-Z0-9\\-_.]+(?:;[+-][a-zA-Z0-9\\-_.]+)*"),
            Param.bool("hidden").optional(),
            Param.string("hv-vendor-id").optional().pattern("[a-zA-Z0-9]{1,12}"),
            Param.string("phys-bits").optional().pattern("host|[0-9]{1,2}"));

    private VmNamedFormats() {}

    private static Param volume(String name) {
        return Param.string(name).optional().format("pve-volume-id");
    }

    private static Param base64(String name) {
        return Param.string(name).optional().pattern(BASE64);
    }

    static void hotplug(String text) throws InvalidFormat {
        if (text.equals("0") || text.equals("1")) {
            return;
        }
        Set<String> rest = new TreeSet<>(Formats.split(text));
        rest.removeAll(List.of("network", "disk", "cpu", "memory", "usb", "cloudinit"));
        if (!rest.isEmpty()) {
            throw new InvalidFormat("unable to parse hotplug option\n");
        }
    }

    static void boot(String text) throws InvalidFormat {
        if (text.matches("[acdn]{1,4}") || text.isEmpty()) {
            return;
        }
        if (!text.matches("(?:legacy=[acdn]{1,4}|order=.*)")) {
            throw new InvalidFormat("invalid boot order '" + text + "'\n");
        }
        for (String device : Formats.split(text.replaceFirst("(?:legacy=[acdn]{1,4}|order=)", ""))) {
            bootDevice(device);
        }
    }

    static void bootDevice(String device) throws InvalidFormat {
        if (!device.matches(BOOT_DEVICE)) {
            throw new InvalidFormat("invalid boot device '" + device + "'\n");
        }
    }
}
