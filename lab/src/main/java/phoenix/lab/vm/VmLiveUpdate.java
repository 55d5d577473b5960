package phoenix.lab.vm;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.lab.node.NodeException;
import phoenix.lab.schema.Formats;
import phoenix.pve.VmId;

/**
 * What a running VM takes without a restart; the rest stays pending.
 *
 * @see "PVE source: PVE/QemuServer.pm $fast_plug_option, vmconfig_hotplug_pending, vmconfig_update_disk"
 */
final class VmLiveUpdate {
    /** Written only, or of no concern to the running process. */
    private static final Set<String> WRITTEN = Set.of(
            "description",
            "name",
            "onboot",
            "protection",
            "shares",
            "startup",
            "tags",
            "hookscript",
            "lock",
            "vmstatestorage",
            "migrate_downtime",
            "migrate_speed");

    private static final Set<String> LIVE = Set.of("cpulimit", "cpuunits", "balloon");

    /** What of a disk can be changed while it is in use. */
    private static final String THROTTLE = "(?:mbps|iops|bps).*|backup|replicate|size";

    private final VmContext vms;
    private final VmUpdate update;

    VmLiveUpdate(VmContext vms, VmUpdate update) {
        this.vms = vms;
        this.update = update;
    }

    void apply(VmId id, VmConfig config, Set<String> touched, Map<String, String> problems) {
        SortedMap<String, String> before = new TreeMap<>(config.current());
        Set<String> plugged = new TreeSet<>();
        config.pendingDeletes().forEach((option, force) -> {
            if (touched.contains(option) && canDelete(config, option)) {
                update.deleteNow(id, config, option, force);
                plugged.add(option);
            }
        });
        new TreeMap<>(config.pending()).forEach((option, value) -> {
            if (!option.equals("delete") && touched.contains(option) && canSet(config, option, value)) {
                update.setNow(id, config, option, value);
                plugged.add(option);
            }
        });
        plugged.removeIf(option -> WRITTEN.contains(option) || VmOptions.isCloudInit(option));
        if (!plugged.isEmpty()) {
            try {
                vms.machines()
                        .applyLive(
                                id, VmConfig.section(before), vms.launch(config.current(), Map.of(), Optional.empty()));
            } catch (NodeException failed) {
                plugged.forEach(option -> {
                    problems.put(option, "hotplug problem - " + failed.getMessage() + "\n");
                    stayPending(config, before, option);
                });
                config.current().keySet().removeIf(VmOptions::isUnused);
                before.forEach((option, value) -> {
                    if (VmOptions.isUnused(option)) {
                        config.current().put(option, value);
                    }
                });
            }
        }
    }

    private static void stayPending(VmConfig config, Map<String, String> before, String option) {
        String wanted = config.current().remove(option);
        String old = before.get(option);
        if (old != null) {
            config.current().put(option, old);
        }
        if (wanted == null) {
            config.addPendingDelete(option, false);
        } else {
            config.pending().put(option, wanted);
        }
    }

    private static Set<String> hotplug(VmConfig config) {
        String value = config.get("hotplug").orElse("1");
        if (value.equals("0")) {
            return Set.of();
        }
        return value.equals("1") ? Set.of("network", "disk", "usb") : new TreeSet<>(Formats.split(value));
    }

    private static boolean isAlways(String option) {
        return WRITTEN.contains(option) || LIVE.contains(option) || VmOptions.isCloudInit(option);
    }

    private static boolean isPluggable(VmConfig config, String option) {
        Set<String> hotplug = hotplug(config);
        return (VmOptions.isNet(option) && hotplug.contains("network"))
                || (option.matches("(?:scsi|virtio)[0-9]+") && hotplug.contains("disk"))
                || (option.matches("usb[0-9]+") && hotplug.contains("usb"));
    }

    private static boolean canDelete(VmConfig config, String option) {
        boolean noBalloon = option.equals("balloon");
        return (isAlways(option) && !noBalloon) || isPluggable(config, option);
    }

    private static boolean canSet(VmConfig config, String option, String value) {
        if (isAlways(option)) {
            return true;
        }
        if (option.equals("vcpus")) {
            return hotplug(config).contains("cpu");
        }
        if (option.equals("memory")) {
            return hotplug(config).contains("memory");
        }
        if (option.equals("agent")) {
            return onlyTrimDiffers(config.get("agent").orElse(""), value);
        }
        if (!VmOptions.isDrive(option)) {
            return isPluggable(config, option);
        }
        Optional<Drive> old = config.get(option).map(before -> Drive.parse(option, before));
        Drive now = Drive.parse(option, value);
        if (old.isPresent() && old.get().file().equals(now.file())) {
            return onlyThrottleDiffers(old.get(), now);
        }
        boolean medium = old.isPresent() && old.get().isCdrom() && now.isCdrom();
        return medium || isPluggable(config, option);
    }

    private static boolean onlyTrimDiffers(String before, String after) {
        return !before.isEmpty()
                && before.replaceFirst(",?fstrim_cloned_disks=[^,]*", "")
                        .equals(after.replaceFirst(",?fstrim_cloned_disks=[^,]*", ""));
    }

    private static boolean onlyThrottleDiffers(Drive before, Drive after) {
        Set<String> keys = new TreeSet<>(before.values().values().keySet());
        keys.addAll(after.values().values().keySet());
        return keys.stream()
                .filter(key -> !key.matches(THROTTLE))
                .allMatch(key -> before.values().get(key).equals(after.values().get(key)));
    }
}
