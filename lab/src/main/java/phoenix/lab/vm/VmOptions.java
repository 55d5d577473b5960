package phoenix.lab.vm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.Parameters;
import phoenix.lab.schema.PropertyFormat;

/**
 * Every option of a VM, as Proxmox 8.4 has them.
 *
 * @see "PVE source: PVE/QemuServer.pm $confdesc"
 */
final class VmOptions {
    private static final List<Param> ALL = List.of(
            Param.bool("acpi").optional().byDefault(true),
            Param.string("affinity").optional().format("pve-cpuset"),
            Param.string("agent").optional().format(VmFormats.AGENT),
            Param.string("amd-sev").optional().format("pve-qemu-sev-fmt"),
            Param.string("arch").optional().oneOf("x86_64", "aarch64"),
            Param.string("args").optional(),
            Param.string("audio0").optional().format(VmFormats.AUDIO),
            Param.bool("autostart").optional().byDefault(false),
            Param.integer("balloon").optional().minimum(0),
            Param.string("bios").optional().byDefault("seabios").oneOf("seabios", "ovmf"),
            Param.string("boot").optional().format("pve-qm-boot"),
            Param.string("bootdisk")
                    .optional()
                    .pattern("(ide|sata|scsi|virtio)\\d+")
                    .format("pve-qm-bootdisk"),
            Param.string("cdrom").optional().format("pve-qm-ide"),
            Param.string("cicustom").optional().format("pve-qm-cicustom"),
            Param.string("cipassword").optional(),
            Param.string("citype").optional().oneOf("configdrive2", "nocloud", "opennebula"),
            Param.bool("ciupgrade").optional().byDefault(true),
            Param.string("ciuser").optional(),
            Param.integer("cores").optional().byDefault(1).minimum(1),
            Param.string("cpu").optional().format("pve-vm-cpu-conf"),
            Param.number("cpulimit").optional().byDefault(0).minimum(0).maximum(128),
            Param.integer("cpuunits").optional().defaultComputed().minimum(1).maximum(262144),
            Param.string("description").optional().maxLength(8192),
            Param.string("efidisk0").optional().format(VmFormats.EFIDISK),
            Param.bool("freeze").optional(),
            Param.string("hookscript").optional().format("pve-volume-id"),
            Param.string("hostpci[n]").upTo(15).optional().format("pve-qm-hostpci"),
            Param.string("hotplug").optional().byDefault("network,disk,usb").format("pve-hotplug-features"),
            Param.string("hugepages").optional().oneOf("any", "2", "1024"),
            Param.string("ide[n]").upTo(3).optional().format(VmFormats.IDE),
            Param.string("ipconfig[n]").upTo(31).optional().format("pve-qm-ipconfig"),
            Param.string("ivshmem").optional().format(VmFormats.IVSHMEM),
            Param.bool("keephugepages").optional().byDefault(false),
            Param.string("keyboard")
                    .optional()
                    .oneOf(
                            "de", "de-ch", "da", "en-gb", "en-us", "es", "fi", "fr", "fr-be", "fr-ca", "fr-ch", "hu",
                            "is", "it", "ja", "lt", "mk", "nl", "no", "pl", "pt", "pt-br", "sv", "sl", "tr"),
            Param.bool("kvm").optional().byDefault(true),
            Param.bool("localtime").optional(),
            Param.string("lock")
                    .optional()
                    .oneOf(
                            "backup",
                            "clone",
                            "create",
                            "migrate",
                            "rollback",
                            "snapshot",
                            "snapshot-delete",
                            "suspending",
                            "suspended"),
            Param.string("machine").optional().format(VmFormats.MACHINE),
            Param.string("memory").optional().format(VmFormats.MEMORY),
            Param.number("migrate_downtime").optional().byDefault(0.1).minimum(0),
            Param.integer("migrate_speed").optional().byDefault(0).minimum(0),
            Param.string("name").optional().format("dns-name"),
            Param.string("nameserver").optional().format("address-list"),
            Param.string("net[n]").upTo(31).optional().format(VmFormats.NET),
            Param.bool("numa").optional().byDefault(false),
            Param.string("numa[n]").upTo(7).optional().format(VmFormats.NUMA),
            Param.bool("onboot").optional().byDefault(false),
            Param.string("ostype")
                    .optional()
                    .oneOf(
                            "other", "wxp", "w2k", "w2k3", "w2k8", "wvista", "win7", "win8", "win10", "win11", "l24",
                            "l26", "solaris"),
            Param.string("parallel[n]").upTo(2).optional().pattern("/dev/parport\\d+|/dev/usb/lp\\d+"),
            Param.bool("protection").optional().byDefault(false),
            Param.bool("reboot").optional().byDefault(true),
            Param.string("rng0").optional().format("pve-qm-rng"),
            Param.string("sata[n]").upTo(5).optional().format(VmFormats.SATA),
            Param.string("scsi[n]").upTo(30).optional().format(VmFormats.SCSI),
            Param.string("scsihw")
                    .optional()
                    .byDefault("lsi")
                    .oneOf("lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi"),
            Param.string("searchdomain").optional(),
            Param.string("serial[n]").upTo(3).optional().pattern("(/dev/.+|socket)"),
            Param.integer("shares").optional().byDefault(1000).minimum(0).maximum(50000),
            Param.string("smbios1").optional().maxLength(512).format("pve-qm-smbios1"),
            Param.integer("smp").optional().byDefault(1).minimum(1),
            Param.integer("sockets").optional().byDefault(1).minimum(1),
            Param.string("spice_enhancements").optional().format(VmFormats.SPICE_ENHANCEMENTS),
            Param.string("sshkeys").optional().format("urlencoded"),
            Param.string("startdate")
                    .optional()
                    .byDefault("now")
                    .pattern("(now|\\d{4}-\\d{1,2}-\\d{1,2}(T\\d{1,2}:\\d{1,2}:\\d{1,2})?)"),
            Param.string("startup").optional().format("pve-startup-order"),
            Param.bool("tablet").optional().byDefault(true),
            Param.string("tags").optional().format("pve-tag-list"),
            Param.bool("tdf").optional().byDefault(false),
            Param.bool("template").optional().byDefault(false),
            Param.string("tpmstate0").optional().format(VmFormats.TPMSTATE),
            Param.string("unused[n]").upTo(255).optional().format(VmFormats.UNUSED),
            Param.string("usb[n]").upTo(13).optional().format(VmFormats.USB),
            Param.integer("vcpus").optional().byDefault(0).minimum(1),
            Param.string("vga").optional().format(VmFormats.VGA),
            Param.string("virtio[n]").upTo(15).optional().format(VmFormats.VIRTIO),
            Param.string("virtiofs[n]").upTo(9).optional().format(VmFormats.VIRTIOFS),
            Param.string("vmgenid")
                    .optional()
                    .defaultComputed()
                    .pattern("(?:[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}|[01])"),
            Param.string("vmstatestorage").optional().format("pve-storage-id"),
            Param.string("watchdog").optional().format("pve-qm-watchdog"));

    private static final Parameters BY_NAME = new Parameters(ALL);
    private static final Set<String> CLOUD_INIT =
            Set.of("cicustom", "cipassword", "citype", "ciupgrade", "ciuser", "nameserver", "searchdomain", "sshkeys");

    private VmOptions() {}

    static List<Param> all() {
        return ALL;
    }

    static Optional<Param> find(String option) {
        return BY_NAME.find(option);
    }

    /** Whether an option names a volume: a disk, a CD, the EFI variables or the TPM's state. */
    static boolean isDrive(String option) {
        return option.matches("(?:ide|sata|scsi|virtio)[0-9]+|efidisk0|tpmstate0");
    }

    static boolean isUnused(String option) {
        return option.matches("unused[0-9]+");
    }

    static boolean isNet(String option) {
        return option.matches("net[0-9]+");
    }

    static boolean isCloudInit(String option) {
        return CLOUD_INIT.contains(option) || option.matches("ipconfig[0-9]+");
    }

    /** The form of a property string. */
    static PropertyFormat format(String option) {
        return find(option)
                .flatMap(Param::properties)
                .orElseThrow(() -> new IllegalArgumentException("'" + option + "' is no property string"));
    }
}
