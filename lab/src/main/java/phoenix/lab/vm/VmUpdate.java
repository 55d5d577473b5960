package phoenix.lab.vm;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.task.Undo;
import phoenix.pve.Tags;
import phoenix.pve.VmId;

/**
 * Changes a configuration: everything goes through the pending section first; from there a stopped VM takes all of it, a running one
 * what it can take without a restart.
 *
 * @see "PVE source: PVE/API2/Qemu.pm update_vm_api, PVE/QemuServer.pm vmconfig_apply_pending"
 */
final class VmUpdate {
    private final VmContext vms;
    private final VmDisks disks;

    VmUpdate(VmContext vms, VmDisks disks) {
        this.vms = vms;
        this.disks = disks;
    }

    /**
     * What is asked for.
     *
     * @param force whether volumes of deleted drives are removed rather than kept as unused
     */
    record Wish(Map<String, String> set, Collection<String> delete, Collection<String> revert, boolean force) {}

    /**
     * Changes the configuration in memory; whoever calls writes it, whether there are problems or not.
     *
     * @param undo learns how to remove volumes that were made
     * @return the problems by option; what has one stays pending
     * @throws ApiException if the change is refused as a whole
     */
    SortedMap<String, String> run(VmId id, VmConfig config, boolean running, Wish wish, Undo undo) {
        for (String option : wish.revert()) {
            config.pending().remove(option);
            config.removePendingDelete(option);
        }
        Set<String> touched = new HashSet<>();
        for (String option : wish.delete()) {
            if (config.current().containsKey(option) || config.pending().containsKey(option)) {
                touched.add(option);
                delete(id, config, option, wish.force());
            }
        }
        new TreeMap<>(wish.set()).forEach((option, value) -> {
            touched.add(option);
            config.pending().put(option, canonical(id, config, option, value, undo));
            config.removePendingDelete(option);
        });
        config.cleanUpPending();
        SortedMap<String, String> problems = new TreeMap<>();
        if (running) {
            new VmLiveUpdate(vms, this).apply(id, config, touched, problems);
        } else {
            applyPending(id, config, touched, problems);
        }
        return problems;
    }

    private void delete(VmId id, VmConfig config, String option, boolean force) {
        String value = config.get(option).orElse("");
        if (VmOptions.isUnused(option)) {
            config.checkProtection(
                    "can't remove unused disk '" + Drive.parse(option, value).file() + "'");
            String volume = Drive.parse(option, value).file();
            config.current().remove(option);
            if (Drives.isUsed(config, volume)) {
                throw ApiException.failure("unable to delete '" + volume + "' - volume is still in use (snapshot?)");
            }
            vms.removeOwn(id, volume);
            return;
        }
        if (VmOptions.isDrive(option)) {
            config.checkProtection("can't remove drive '" + option + "'");
        }
        config.pending().remove(option);
        config.addPendingDelete(option, force);
    }

    private String canonical(VmId id, VmConfig config, String option, String value, Undo undo) {
        if (VmOptions.isDrive(option)) {
            config.checkProtection("can't update drive '" + option + "'");
            return disks.create(id, Drive.parse(option, value), Optional.empty(), config, undo)
                    .print();
        }
        if (VmOptions.isNet(option)) {
            return VmNetworks.canonical(value);
        }
        return switch (option) {
            case "tags" -> Tags.parse(value).toString();
            case "cipassword" -> Passwords.hashed(value);
            case "description" -> value.strip();
            default -> value;
        };
    }

    /** Takes what is pending into force, as a stopped VM can. */
    void applyPending(VmId id, VmConfig config, Set<String> touched, Map<String, String> problems) {
        config.pendingDeletes().forEach((option, force) -> {
            if (touched.contains(option)) {
                attempt(option, problems, () -> deleteNow(id, config, option, force));
            }
        });
        config.cleanUpPending();
        new TreeMap<>(config.pending()).forEach((option, value) -> {
            if (!option.equals("delete") && touched.contains(option)) {
                attempt(option, problems, () -> setNow(id, config, option, value));
            }
        });
    }

    /** Everything that is pending. */
    Map<String, String> applyAllPending(VmId id, VmConfig config) {
        Map<String, String> problems = new TreeMap<>();
        Set<String> all = new HashSet<>(config.pending().keySet());
        all.addAll(config.pendingDeletes().keySet());
        applyPending(id, config, all, problems);
        return problems;
    }

    static void attempt(String option, Map<String, String> problems, Runnable work) {
        try {
            work.run();
        } catch (ApiException refused) {
            problems.put(option, "hotplug problem - " + refused.text() + "\n");
        } catch (NodeException failed) {
            problems.put(option, "hotplug problem - " + failed.getMessage() + "\n");
        }
    }

    void deleteNow(VmId id, VmConfig config, String option, boolean force) {
        String value = config.current().remove(option);
        config.removePendingDelete(option);
        if (value != null && VmOptions.isDrive(option)) {
            letGo(id, config, Drive.parse(option, value), force);
        }
    }

    void setNow(VmId id, VmConfig config, String option, String value) {
        String before = config.current().put(option, value);
        config.pending().remove(option);
        if (VmOptions.isDrive(option)) {
            Drive now = Drive.parse(option, value);
            if (before != null && !Drive.parse(option, before).file().equals(now.file())) {
                letGo(id, config, Drive.parse(option, before), false);
            }
            config.current()
                    .entrySet()
                    .removeIf(entry -> VmOptions.isUnused(entry.getKey())
                            && Drive.parse(entry.getKey(), entry.getValue())
                                    .file()
                                    .equals(now.file()));
        }
    }

    /** A drive that goes: its volume is kept as unused, a cloud-init drive's never. */
    private void letGo(VmId id, VmConfig config, Drive drive, boolean force) {
        if (drive.isCloudInit() || (force && drive.isDisk() && !Drives.isUsed(config, drive.file()))) {
            vms.removeOwn(id, drive.file());
        } else if (drive.isDisk()) {
            Drives.addUnused(config.current(), drive.file());
        }
    }
}
