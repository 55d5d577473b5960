package phoenix.lab.vm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import phoenix.lab.firewall.FirewallFiles;
import phoenix.lab.guest.GuestLocks;
import phoenix.lab.hardware.PciMappings;
import phoenix.lab.node.Machines;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.GuestVolumes;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Tasks;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** What all operations on VMs share. Safe for use by several threads. */
record VmContext(
        Node node,
        VmFiles files,
        PciMappings devices,
        GuestLocks locks,
        Storages storages,
        GuestVolumes volumes,
        FirewallFiles firewalls,
        Tasks tasks) {

    Machines machines() {
        return node.machines();
    }

    boolean runs(VmId id) {
        return machines().isRunning(id);
    }

    /** @throws ApiException if there is no such VM, in the words of whoever asks whether it runs */
    void checkThere(VmId id) {
        if (!files.exists(id)) {
            throw ApiException.failure(
                    "unable to find configuration file for VM " + id + " on node '" + Node.NAME + "'");
        }
    }

    <T> T holding(VmId id, Supplier<T> work) {
        return locks.holding(id, work);
    }

    void holding(VmId id, Runnable work) {
        locks.holding(id, work);
    }

    /** Reads a VM's configuration, changes it and writes it, all under its lock. */
    void change(VmId id, Consumer<VmConfig> change) {
        holding(id, () -> {
            VmConfig config = files.load(id);
            change.accept(config);
            files.write(id, config);
        });
    }

    /** Sets the lock in a VM's configuration, if it is not locked. */
    void lock(VmId id, String lock) {
        change(id, config -> {
            config.checkLock();
            config.current().put("lock", lock);
        });
    }

    void unlock(VmId id) {
        change(id, config -> config.current().remove("lock"));
    }

    /**
     * Makes sure that no storage of its disks is switched off: Proxmox activates them first, whatever it does to disks.
     *
     * @param options the VM's, or a snapshot's of it
     * @throws ApiException if one is
     */
    void checkStorages(Map<String, String> options) {
        Drives.disks(options).forEach(drive -> storages.enabled(drive.volumeId().storage()));
        Optional.ofNullable(options.get("vmstate"))
                .ifPresent(state -> storages.enabled(Storages.volumeId(state).storage()));
    }

    /** Takes a free number, by a configuration file that holds nothing but the lock. */
    void reserve(VmId id, String lock) {
        holding(id, () -> {
            files.checkUnused(id);
            VmConfig config = VmConfig.empty();
            config.current().put("lock", lock);
            files.write(id, config);
        });
    }

    /** Removes a volume that belongs to this VM, and leaves others alone. */
    void removeOwn(VmId id, String volume) {
        if (!Storages.isVolumeId(volume)) {
            return;
        }
        VolumeId found = Storages.volumeId(volume);
        if (storages.name(found).owner().filter(id::equals).isPresent() && volumes.exists(found)) {
            volumes.free(found);
        }
    }

    /** What a VM is started with. */
    Machines.Launch launch(Map<String, String> options, Map<String, String> seed, Optional<String> state) {
        Map<String, String> disks = new LinkedHashMap<>();
        Map<String, String> cds = new LinkedHashMap<>();
        for (Drive drive : Drives.of(options)) {
            if (drive.isDisk()) {
                disks.put(drive.option(), storages.name(drive.volumeId()).name());
            } else if (Storages.isVolumeId(drive.file()) && !drive.isCloudInit()) {
                cds.put(drive.option(), storages.path(drive.volumeId()));
            }
        }
        return new Machines.Launch(VmConfig.section(options), disks, cds, seed, state);
    }

    /** @throws ApiException if the call names another digest than the configuration has */
    static void checkDigest(Optional<String> digest, VmConfig config) {
        digest.filter(text -> !text.isEmpty() && !text.equals(config.digest())).ifPresent(text -> {
            throw ApiException.failure("checksum mismatch (file change by other user?)");
        });
    }
}
