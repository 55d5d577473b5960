package phoenix.orchestrator.vm;

import java.util.Set;
import phoenix.orchestrator.plan.Impact;

/**
 * What a changed option does to a VM that runs, with Proxmox's usual {@code hotplug} of networks, disks and USB devices.
 *
 * @see "PVE source: PVE/QemuServer.pm $fast_plug_option, vmconfig_hotplug_pending"
 */
final class VmImpact {
    private static final Set<String> LIVE = Set.of(
            "description",
            "name",
            "onboot",
            "protection",
            "startup",
            "tags",
            "hookscript",
            "cpulimit",
            "cpuunits",
            "balloon");

    private VmImpact() {}

    static Impact of(String option) {
        return LIVE.contains(option) || option.matches("(net|scsi|virtio)[0-9]+") ? Impact.LIVE : Impact.RESTART;
    }

    /** Why, for people: what cloud-init makes of a change comes at the next boot, and nothing that it made before is taken back. */
    static String reason(String option) {
        if (option.equals("cicustom")) {
            return "its documents changed: cloud-init runs anew at the next boot; what it made before stays";
        }
        return option.matches("ciuser|sshkeys|ipconfig[0-9]+|nameserver|searchdomain|ciupgrade")
                ? "differs from the file; cloud-init applies it at the next boot"
                : "differs from the file";
    }
}
