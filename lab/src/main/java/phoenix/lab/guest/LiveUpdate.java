package phoenix.lab.guest;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.task.Undo;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;

/**
 * What a running container takes without a restart; the rest stays pending.
 *
 * @see "PVE source: PVE/LXC/Config.pm $LXC_FASTPLUG_OPTIONS, vmconfig_hotplug_pending"
 */
final class LiveUpdate {
    /** Written only; nothing in the running container changes at once. */
    private static final Set<String> FILE_ONLY =
            Set.of("description", "onboot", "startup", "protection", "hostname", "hookscript", "tags", "lock");

    /** Put in force in the running container. */
    private static final Set<String> LIVE = Set.of("cores", "cpulimit", "cpuunits", "memory", "swap");

    private final Guests guests;
    private final ConfigUpdate update;

    LiveUpdate(Guests guests, ConfigUpdate update) {
        this.guests = guests;
        this.update = update;
    }

    void apply(VmId id, ContainerConfig config, Set<String> touched, Map<String, String> problems, Undo undo) {
        GuestConfig.Section before = config.current().section();
        Set<String> live = new HashSet<>();
        for (String option : config.pendingDeletes().keySet()) {
            if (touched.contains(option) && canDelete(option)) {
                update.deleteUnused(id, config, option);
                live.add(option);
                config.current().remove(option);
                config.removePendingDelete(option);
            }
        }
        for (Map.Entry<String, String> entry : new TreeMap<>(config.pending().options()).entrySet()) {
            String option = entry.getKey();
            if (touched.contains(option) && canSet(config, option)) {
                try {
                    config.current().set(option, applied(id, config, option, entry.getValue(), undo));
                    config.pending().remove(option);
                    live.add(option);
                } catch (ApiException refused) {
                    problems.put(option, "unable to hotplug " + option + ": " + refused.text() + "\n");
                }
            }
        }
        live.removeIf(option -> FILE_ONLY.contains(option) || ContainerOptions.isUnused(option));
        if (!live.isEmpty()) {
            try {
                guests.containers().applyLive(id, before, config.current().section());
            } catch (NodeException failed) {
                live.forEach(option ->
                        problems.put(option, "unable to hotplug " + option + ": " + failed.getMessage() + "\n"));
            }
        }
    }

    private static boolean canDelete(String option) {
        boolean limit = LIVE.contains(option) && !option.equals("memory");
        return FILE_ONLY.contains(option) || limit || ContainerOptions.isUnused(option) || option.matches("net[0-9]");
    }

    private static boolean canSet(ContainerConfig config, String option) {
        boolean newMount =
                ContainerOptions.isMountPoint(option) && !config.current().has(option);
        return FILE_ONLY.contains(option) || LIVE.contains(option) || ContainerOptions.isNet(option) || newMount;
    }

    private String applied(VmId id, ContainerConfig config, String option, String value, Undo undo) {
        if (ContainerOptions.isNet(option)) {
            return Networks.canonical(value);
        }
        if (option.equals("cpulimit") && Double.parseDouble(value) == 0) {
            // Proxmox writes a quota of nothing, which no kernel takes; "delete" is what lifts the limit.
            throw ApiException.failure(
                    "closing file '/sys/fs/cgroup/lxc/" + id + "/cpu.max' failed - Invalid argument");
        }
        if (ContainerOptions.isMountPoint(option)) {
            guests.checkFolder(Mount.parse(option, value));
            return update.mountApplied(id, config, option, value, undo);
        }
        return value;
    }
}
