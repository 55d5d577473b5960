package phoenix.lab.vm;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.lab.schema.Formats;
import phoenix.pve.PropertyString;
import phoenix.pve.VmId;

/**
 * Which options of a VM a caller may set or delete. Most are judged by their names alone, before the VM is even looked at; drives, devices
 * and tags by their values, once it was seen that nothing locks the VM.
 *
 * @param pool rights on it count, too
 * @see "PVE source: PVE/API2/Qemu.pm $check_vm_modify_config_perm, check_hostpci_perm, update_vm_api"
 */
record VmRights(Caller caller, VmId id, Optional<String> pool) {
    private static final Set<String> CPU =
            Set.of("cpu", "cores", "sockets", "vcpus", "cpulimit", "cpuunits", "numa", "smp");
    private static final Set<String> MEMORY = Set.of("memory", "balloon", "shares");
    private static final Set<String> HARDWARE = Set.of(
            "acpi", "hotplug", "kvm", "machine", "scsihw", "smbios1", "tablet", "vga", "watchdog", "audio0", "rng0");
    private static final Set<String> OPTIONS = Set.of(
            "agent",
            "autostart",
            "bios",
            "description",
            "keyboard",
            "localtime",
            "migrate_downtime",
            "migrate_speed",
            "name",
            "onboot",
            "ostype",
            "protection",
            "reboot",
            "startdate",
            "startup",
            "tdf",
            "template");
    private static final Set<String> DISK = Set.of("boot", "bootdisk", "vmstatestorage");

    /**
     * Makes sure that the caller may touch these options, as far as their names tell.
     *
     * @throws ApiException 403 if a right is missing, 500 if only root may
     */
    void checkNames(Collection<String> options) {
        if (!caller.isRoot()) {
            options.forEach(this::name);
        }
    }

    private void name(String option) {
        if (isJudgedByValue(option)) {
            return;
        }
        if (CPU.contains(option) || option.matches("numa[0-9]+")) {
            need("VM.Config.CPU");
        } else if (MEMORY.contains(option)) {
            need("VM.Config.Memory");
        } else if (HARDWARE.contains(option)) {
            need("VM.Config.HWType");
        } else if (OPTIONS.contains(option)) {
            need("VM.Config.Options");
            if (option.equals("startup")) {
                caller.check("/", "Sys.Modify");
            }
        } else if (option.equals("freeze")) {
            need("VM.PowerMgmt");
        } else if (DISK.contains(option)) {
            need("VM.Config.Disk");
        } else if (VmOptions.isNet(option)) {
            need("VM.Config.Network");
        } else if (VmOptions.isCloudInit(option)) {
            if (!has("VM.Config.Cloudinit") && !has("VM.Config.Network")) {
                caller.checkAny("/vms/" + id, "VM.Config.Cloudinit", "VM.Config.Network");
            }
        } else {
            throw ApiException.failure("only root can set '" + option + "' config");
        }
    }

    private static boolean isJudgedByValue(String option) {
        return VmOptions.isDrive(option)
                || VmOptions.isUnused(option)
                || option.equals("tags")
                || option.matches("(?:serial|usb|hostpci|virtiofs)[0-9]+");
    }

    /**
     * Makes sure that the caller may use the bridges that these options name.
     *
     * @throws ApiException 403
     */
    void checkBridges(Map<String, String> options) {
        if (!caller.isRoot()) {
            options.forEach((option, value) -> {
                if (VmOptions.isNet(option)) {
                    bridge(value);
                }
            });
        }
    }

    /**
     * Makes sure that the caller may give a new VM these devices.
     *
     * @throws ApiException 403 if a right is missing, 500 if only root may
     */
    void checkNewDevices(Map<String, String> options) {
        if (!caller.isRoot()) {
            options.forEach((option, value) -> {
                if (option.matches("serial[0-9]+")) {
                    serial("set", option, value.equals("socket"));
                } else {
                    device(option, value);
                }
            });
        }
    }

    /**
     * Makes sure that the caller may change these options of a VM, as far as their values tell.
     *
     * @param before the configuration
     * @param option what is set or deleted
     * @param value what it is set to; empty if it is deleted
     * @throws ApiException 403 if a right is missing, 500 if only root may
     */
    void checkValue(Map<String, String> before, String option, Optional<String> value) {
        if (caller.isRoot()) {
            return;
        }
        Optional<String> old = Optional.ofNullable(before.get(option));
        if (VmOptions.isDrive(option)) {
            old.ifPresent(text -> drive(Drive.parse(option, text)));
            value.ifPresent(text -> drive(Drive.parse(option, text)));
        } else if (VmOptions.isUnused(option)) {
            need("VM.Config.Disk");
        } else if (option.equals("tags")) {
            need("VM.Config.Options");
        } else if (VmOptions.isNet(option)) {
            old.ifPresent(this::bridge);
        } else if (option.matches("serial[0-9]+")) {
            boolean socket = old.orElse("socket").equals("socket")
                    && value.orElse("socket").equals("socket");
            serial(value.isPresent() ? "modify" : "delete", option, socket);
        } else {
            old.ifPresent(text -> device(option, text));
            value.ifPresent(text -> device(option, text));
        }
    }

    private boolean has(String privilege) {
        return caller.may("/vms/" + id, privilege)
                || (pool.isPresent() && caller.may("/pool/" + pool.get(), privilege));
    }

    private void need(String privilege) {
        if (!has(privilege)) {
            caller.check("/vms/" + id, privilege);
        }
    }

    private void drive(Drive drive) {
        if (drive.isCloudInit() || drive.isNewCloudInit()) {
            need("VM.Config.Cloudinit");
            need("VM.Config.CDROM");
        } else if (drive.isCdrom()) {
            need("VM.Config.CDROM");
        } else {
            need("VM.Config.Disk");
        }
    }

    private void serial(String doing, String option, boolean socket) {
        if (!socket) {
            throw ApiException.failure("only root can " + doing + " '" + option + "' config for real devices");
        }
        need("VM.Config.HWType");
    }

    private void device(String option, String value) {
        if (option.matches("usb[0-9]+")) {
            need("VM.Config.HWType");
            PropertyString device = PropertyString.parse(value, "host");
            Optional<String> host = device.get("host");
            if (host.isPresent() && !host.get().equalsIgnoreCase("spice")) {
                throw ApiException.failure("only root can set '" + option + "' config for real devices");
            }
            if (host.isEmpty()) {
                caller.check("/mapping/usb/" + mapping(device), "Mapping.Use");
            }
        } else if (option.matches("hostpci[0-9]+")) {
            PropertyString device = PropertyString.parse(value, "host");
            if (device.get("host").isPresent()) {
                throw ApiException.failure("only root can set '" + option + "' config for non-mapped devices");
            }
            caller.check("/mapping/pci/" + mapping(device), "Mapping.Use");
            need("VM.Config.HWType");
            if (device.get("romfile").isPresent()) {
                throw ApiException.parameter(option, "only root@pam can set 'romfile' option");
            }
        } else if (option.equals("rng0")) {
            need("VM.Config.HWType");
            if (PropertyString.parse(value, "source").get("source").orElse("").equals("/dev/hwrng")) {
                caller.check("/mapping/hwrng", "Mapping.Use");
            }
        } else if (option.matches("virtiofs[0-9]+")) {
            need("VM.Config.Disk");
            String folder = PropertyString.parse(value, "dirid").get("dirid").orElse("");
            caller.check("/mapping/dir/" + folder, "Mapping.Use");
        }
    }

    private static String mapping(PropertyString device) {
        return device.get("mapping").orElseThrow(() -> ApiException.failure("either 'host' or 'mapping' must be set."));
    }

    private void bridge(String net) {
        PropertyString values = VmNetworks.parse(net);
        String path = "/sdn/zones/localnetwork/" + values.get("bridge").orElse("");
        Optional<String> tag = values.get("tag");
        Optional<String> trunks = values.get("trunks");
        tag.ifPresent(one -> caller.check(path + "/" + one, "SDN.Use"));
        trunks.ifPresent(many -> Formats.split(many).forEach(one -> caller.check(path + "/" + one, "SDN.Use")));
        if (tag.isEmpty() && trunks.isEmpty()) {
            caller.check(path, "SDN.Use");
        }
    }
}
