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
 * Which options of a VM a caller may set or delete.
 *
 * @see "PVE source: PVE/API2/Qemu.pm $check_vm_modify_config_perm, check_hostpci_perm"
 */
final class VmRights {
    private static final Set<String> CPU =
            Set.of("cpu", "cores", "sockets", "vcpus", "cpulimit", "cpuunits", "numa", "smp", "cpuset");
    private static final Set<String> MEMORY = Set.of("memory", "balloon", "shares");
    private static final Set<String> HARDWARE = Set.of(
            "acpi", "hotplug", "kvm", "machine", "scsihw", "tdf", "keyboard", "vga", "watchdog", "audio0", "rng0");
    private static final Set<String> OPTIONS = Set.of(
            "agent",
            "autostart",
            "bios",
            "boot",
            "bootdisk",
            "description",
            "localtime",
            "migrate_downtime",
            "migrate_speed",
            "name",
            "onboot",
            "ostype",
            "protection",
            "reboot",
            "smbios1",
            "startdate",
            "startup",
            "tablet",
            "tags",
            "template",
            "vmstatestorage");

    private VmRights() {}

    /**
     * Makes sure that the caller may do all of it.
     *
     * @param pool rights on it count, too
     * @param before the configuration; empty for a new VM
     * @throws ApiException 403
     */
    static void check(
            Caller caller,
            VmId id,
            Optional<String> pool,
            Map<String, String> before,
            Map<String, String> set,
            Collection<String> delete) {
        if (caller.isRoot()) {
            return;
        }
        Check check = new Check(caller, id, pool, before);
        set.forEach((option, value) -> check.option(option, Optional.of(value)));
        delete.forEach(option -> check.option(option, Optional.empty()));
    }

    private record Check(Caller caller, VmId id, Optional<String> pool, Map<String, String> before) {
        void option(String option, Optional<String> value) {
            if (VmOptions.isDrive(option) || VmOptions.isUnused(option)) {
                drive(option, value);
            } else if (VmOptions.isNet(option)) {
                need("VM.Config.Network");
                Optional.ofNullable(before.get(option)).ifPresent(this::bridge);
                value.ifPresent(this::bridge);
            } else if (VmOptions.isCloudInit(option)) {
                if (!has("VM.Config.Cloudinit")) {
                    need("VM.Config.Network");
                }
            } else if (CPU.contains(option) || option.matches("numa[0-9]+")) {
                need("VM.Config.CPU");
            } else if (MEMORY.contains(option)) {
                need("VM.Config.Memory");
            } else if (option.equals("freeze")) {
                need("VM.PowerMgmt");
            } else if (HARDWARE.contains(option) || option.matches("virtiofs[0-9]+")) {
                need("VM.Config.HWType");
            } else if (option.matches("hostpci[0-9]+|usb[0-9]+|serial[0-9]+|parallel[0-9]+")) {
                device(option, value);
            } else if (option.equals("startup")) {
                caller.check("/", "Sys.Modify");
                need("VM.Config.Options");
            } else if (OPTIONS.contains(option)) {
                need("VM.Config.Options");
            } else {
                throw ApiException.forbidden("only root can set '" + option + "' config");
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

        private void drive(String option, Optional<String> value) {
            boolean cd = value.or(() -> Optional.ofNullable(before.get(option)))
                    .map(text -> Drive.parse(option, text))
                    .filter(Drive::isCdrom)
                    .isPresent();
            if (cd) {
                need("VM.Config.CDROM");
            } else {
                need("VM.Config.Disk");
            }
        }

        private void device(String option, Optional<String> value) {
            String text = value.orElse(before.getOrDefault(option, ""));
            if (option.startsWith("serial") && text.equals("socket")) {
                need("VM.Config.HWType");
                return;
            }
            if (option.startsWith("usb") && text.matches("(?:host=)?spice(?:,.*)?")) {
                need("VM.Config.HWType");
                return;
            }
            Optional<String> mapping = Formats.split(text).stream()
                    .filter(word -> word.startsWith("mapping="))
                    .map(word -> word.substring("mapping=".length()))
                    .findFirst();
            if (mapping.isEmpty() || text.contains("romfile=")) {
                throw ApiException.forbidden("only root can set '" + option + "' config for real devices");
            }
            String kind = option.startsWith("usb") ? "usb" : "pci";
            caller.check("/mapping/" + kind + "/" + mapping.get(), "Mapping.Use");
            need("VM.Config.HWType");
        }

        private void bridge(String net) {
            PropertyString values = VmNetworks.parse(net);
            Optional<String> bridge = values.get("bridge");
            if (bridge.isEmpty()) {
                return;
            }
            String path = "/sdn/zones/localnetwork/" + bridge.get();
            Optional<String> tag = values.get("tag");
            tag.ifPresent(one -> caller.check(path + "/" + one, "SDN.Use"));
            if (tag.isEmpty()) {
                caller.check(path, "SDN.Use");
            }
        }
    }
}
