package phoenix.lab.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.lab.node.FileKind;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.InvalidFormat;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Undo;
import phoenix.pve.PropertyString;
import phoenix.pve.Tags;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Changes a configuration: everything goes through the pending section first; from there a stopped container takes all of it, a
 * running one what it can take without a restart.
 *
 * @see "PVE source: PVE/LXC/Config.pm update_pct_config, vmconfig_apply_pending, vmconfig_hotplug_pending"
 */
final class ConfigUpdate {
    private static final Set<String> REQUIRED = Set.of("memory", "rootfs", "ostype");

    private final Guests guests;
    private final Disks disks;

    ConfigUpdate(Guests guests, Disks disks) {
        this.guests = guests;
        this.disks = disks;
    }

    /**
     * Changes the configuration in memory; whoever calls writes it if there are no problems.
     *
     * @param undo learns how to remove volumes that were made
     * @return the problems by option
     * @throws ApiException if the change is refused as a whole
     */
    SortedMap<String, String> run(
            VmId id,
            ContainerConfig config,
            boolean running,
            Map<String, String> set,
            Collection<String> delete,
            Collection<String> revert,
            Undo undo) {
        for (String option : revert) {
            config.pending().remove(option);
            config.removePendingDelete(option);
        }
        Set<String> touched = new HashSet<>();
        for (String option : delete) {
            if (config.current().has(option) || config.pending().has(option)) {
                touched.add(option);
                checkDeletable(id, config, option);
                config.addPendingDelete(option);
            }
        }
        new TreeMap<>(set).forEach((option, value) -> {
            touched.add(option);
            config.pending().set(option, canonical(id, config, option, value));
            config.removePendingDelete(option);
        });
        config.cleanUpPending();
        SortedMap<String, String> problems = new TreeMap<>();
        if (running) {
            new LiveUpdate(guests, this).apply(id, config, touched, problems, undo);
        } else {
            applyPending(id, config, touched, problems, undo);
        }
        return problems;
    }

    private static void checkDeletable(VmId id, ContainerConfig config, String option) {
        if (REQUIRED.contains(option)) {
            throw ApiException.failure("unable to delete required option '" + option + "'");
        }
        if (ContainerOptions.isUnused(option) || ContainerOptions.isMountPoint(option)) {
            config.checkProtection("can't remove CT " + id + " drive '" + option + "'");
        }
        if (option.equals("unprivileged")) {
            throw ApiException.failure("unable to delete read-only option: 'unprivileged'");
        }
    }

    private String canonical(VmId id, ContainerConfig config, String option, String value) {
        if (ContainerOptions.isVolume(option)) {
            config.checkProtection("can't update CT " + id + " drive '" + option + "'");
            Mount mount = Mount.parse(option, value);
            if (mount.isVolume()) {
                disks.checkHoldsContainers(mount.volumeId());
            }
            return value;
        }
        if (ContainerOptions.isNet(option)) {
            Networks.parse(value)
                    .get("mtu")
                    .filter(mtu -> Integer.parseInt(mtu) > Networks.BRIDGE_MTU)
                    .ifPresent(mtu -> {
                        throw ApiException.failure(option + ": MTU size '" + mtu + "' is bigger than bridge MTU '"
                                + Networks.BRIDGE_MTU + "'");
                    });
            return value;
        }
        if (ContainerOptions.isDevice(option)) {
            checkDevice(value);
            return value;
        }
        return switch (option) {
            case "nameserver", "searchdomain" -> String.join(" ", Formats.split(value));
            case "tags" -> Tags.parse(value).toString();
            case "unprivileged" -> throw ApiException.failure("unable to modify read-only option: 'unprivileged'");
            case "hookscript" -> {
                checkHookScript(Storages.volumeId(value));
                yield value;
            }
            default -> value;
        };
    }

    private void checkDevice(String value) {
        String path = parseDevice(value).get("path").orElseThrow(() -> ApiException.failure("Path has to be defined"));
        FileKind kind = guests.node().kind(path);
        if (kind == FileKind.ABSENT) {
            throw ApiException.failure("Device " + path + " does not exist");
        }
        if (kind != FileKind.DEVICE) {
            throw ApiException.failure(path + " is not a device");
        }
    }

    private static PropertyString parseDevice(String value) {
        try {
            return ContainerOptions.DEVICE.parse(value, "");
        } catch (InvalidFormat malformed) {
            throw ApiException.malformed(malformed);
        }
    }

    private void checkHookScript(VolumeId script) {
        if (!guests.storages().name(script).content().equals("snippets")) {
            throw ApiException.failure("'" + script + "' is not in the snippets directory");
        }
        Path file = guests.storages().file(script);
        if (!Files.isRegularFile(file)) {
            throw ApiException.failure("script '" + script + "' does not exist");
        }
        if (!Files.isExecutable(file)) {
            throw ApiException.failure("script '" + script + "' is not executable");
        }
    }

    /** Takes what is pending into force, as a stopped container can. */
    void applyPending(VmId id, ContainerConfig config, Set<String> touched, Map<String, String> problems, Undo undo) {
        for (String option : config.pendingDeletes().keySet()) {
            if (touched.contains(option)) {
                attempt(option, "unable to apply pending change " + option + " : ", problems, () -> {
                    delete(id, config, option);
                    config.current().remove(option);
                    config.removePendingDelete(option);
                });
            }
        }
        config.cleanUpPending();
        for (Map.Entry<String, String> entry : new TreeMap<>(config.pending().options()).entrySet()) {
            String option = entry.getKey();
            if (!option.equals("delete") && touched.contains(option)) {
                attempt(option, "unable to apply pending change " + option + " : ", problems, () -> {
                    config.current().set(option, applied(id, config, option, entry.getValue(), undo));
                    config.pending().remove(option);
                });
            }
        }
    }

    /** Everything that is pending. */
    void applyAllPending(VmId id, ContainerConfig config, Map<String, String> problems, Undo undo) {
        Set<String> all = new HashSet<>(config.pending().options().keySet());
        all.addAll(config.pendingDeletes().keySet());
        applyPending(id, config, all, problems, undo);
    }

    private static void attempt(String option, String prefix, Map<String, String> problems, Runnable work) {
        try {
            work.run();
        } catch (ApiException refused) {
            problems.put(option, prefix + refused.text() + "\n");
        } catch (NodeException failed) {
            problems.put(option, prefix + failed.getMessage() + "\n");
        }
    }

    private void delete(VmId id, ContainerConfig config, String option) {
        String value = config.current().get(option).orElse("");
        if (ContainerOptions.isMountPoint(option) && !value.isEmpty()) {
            Mount mount = Mount.parse(option, value);
            if (mount.isVolume()) {
                keepUnused(config, option, mount);
            }
        } else {
            deleteUnused(id, config, option);
        }
    }

    /** Frees a volume when the option that kept it as unused is deleted. */
    void deleteUnused(VmId id, ContainerConfig config, String option) {
        String value = config.current().get(option).orElse("");
        if (ContainerOptions.isUnused(option) && !value.isEmpty() && !Mounts.isUsed(config, value)) {
            disks.removeOwn(id, Storages.volumeId(value));
        }
    }

    private static void keepUnused(ContainerConfig config, String option, Mount mount) {
        config.current().remove(option);
        Mounts.addUnused(config.current(), mount.volume());
    }

    private String applied(VmId id, ContainerConfig config, String option, String value, Undo undo) {
        if (ContainerOptions.isNet(option)) {
            return Networks.canonical(value);
        }
        return ContainerOptions.isMountPoint(option) ? mountApplied(id, config, option, value, undo) : value;
    }

    /** A mount point's value once its volume exists; what was mounted there before is kept as unused. */
    String mountApplied(VmId id, ContainerConfig config, String option, String value, Undo undo) {
        Mount mount = Mount.parse(option, value);
        String before = config.current().get(option).orElse("");
        String after;
        if (mount.isVolume() && mount.newVolume().isPresent()) {
            disks.create(id, Map.of(option, value), config.pending(), undo);
            after = config.pending().get(option).orElseThrow();
        } else {
            after = (mount.isVolume()
                            ? mount.sized(
                                    guests.volumes().usage(mount.volumeId()).quota())
                            : mount)
                    .print();
        }
        if (!before.isEmpty()) {
            Mount old = Mount.parse(option, before);
            boolean replaced = !old.volume().equals(Mount.parse(option, after).volume());
            if (old.isVolume() && replaced) {
                Mounts.addUnused(config.current(), old.volume());
            }
        }
        return after;
    }
}
