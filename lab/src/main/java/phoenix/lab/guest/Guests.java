package phoenix.lab.guest;

import java.util.function.Consumer;
import java.util.function.Supplier;
import phoenix.lab.firewall.FirewallFiles;
import phoenix.lab.node.Containers;
import phoenix.lab.node.FileKind;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.GuestVolumes;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Tasks;
import phoenix.pve.VmId;

/** What all operations on containers share. Safe for use by several threads. */
final class Guests {
    private final Node node;
    private final GuestFiles files;
    private final GuestLocks locks;
    private final Storages storages;
    private final GuestVolumes volumes;
    private final FirewallFiles firewalls;
    private final Tasks tasks;

    Guests(
            Node node,
            GuestFiles files,
            GuestLocks locks,
            Storages storages,
            GuestVolumes volumes,
            FirewallFiles firewalls,
            Tasks tasks) {
        this.node = node;
        this.files = files;
        this.locks = locks;
        this.storages = storages;
        this.volumes = volumes;
        this.firewalls = firewalls;
        this.tasks = tasks;
    }

    Node node() {
        return node;
    }

    GuestFiles files() {
        return files;
    }

    Storages storages() {
        return storages;
    }

    GuestVolumes volumes() {
        return volumes;
    }

    FirewallFiles firewalls() {
        return firewalls;
    }

    Tasks tasks() {
        return tasks;
    }

    Containers containers() {
        return node.containers();
    }

    boolean runs(VmId id) {
        return containers().isRunning(id);
    }

    /**
     * Makes sure that a folder of the node that is to be mounted is there.
     *
     * @throws ApiException if it is not
     */
    void checkFolder(Mount mount) {
        if (mount.kind() == Mount.Kind.BIND && node.kind(mount.volume()) != FileKind.FOLDER) {
            throw ApiException.failure("directory '" + mount.volume() + "' does not exist");
        }
    }

    /**
     * Makes sure that no storage of its volumes is switched off: Proxmox activates them first, whatever it does to volumes.
     *
     * @throws ApiException if one is
     */
    void checkStorages(ContainerConfig.Part part) {
        Mounts.volumes(part)
                .forEach(mount -> storages().enabled(mount.volumeId().storage()));
    }

    <T> T holding(VmId id, Supplier<T> work) {
        return locks.holding(id, work);
    }

    void holding(VmId id, Runnable work) {
        locks.holding(id, work);
    }

    /** Reads a container's configuration, changes it and writes it, all under its lock. */
    void change(VmId id, Consumer<ContainerConfig> change) {
        holding(id, () -> {
            ContainerConfig config = files.load(id);
            change.accept(config);
            files.write(id, config);
        });
    }

    /** Sets the lock in a container's configuration, if it is not locked, and returns the configuration. */
    ContainerConfig lock(VmId id, String lock) {
        return holding(id, () -> {
            ContainerConfig config = files.load(id);
            config.checkLock();
            config.current().set("lock", lock);
            files.write(id, config);
            return config;
        });
    }

    /** Takes a lock out of a container's configuration again. */
    void unlock(VmId id, String lock) {
        change(id, config -> {
            String found = config.lock()
                    .orElseThrow(() -> ApiException.failure("no lock found trying to remove '" + lock + "'  lock"));
            if (!found.equals(lock)) {
                throw ApiException.failure("found lock '" + found + "' trying to remove '" + lock + "' lock");
            }
            config.current().remove("lock");
        });
    }

    /** Takes a free number, by a configuration file that holds nothing but the lock. */
    void reserve(VmId id) {
        holding(id, () -> {
            files.checkUnused(id);
            ContainerConfig config = ContainerConfig.empty();
            config.current().set("lock", "create");
            files.write(id, config);
        });
    }
}
