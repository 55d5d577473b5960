package phoenix.lab.vm;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.Storages;
import phoenix.lab.task.Task;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Takes, deletes and rolls back to snapshots, in steps that each leave their mark in the configuration: the lock says what goes on,
 * {@code snapstate} which snapshot is half made or half gone.
 *
 * @see "PVE source: PVE/AbstractConfig.pm snapshot_create, snapshot_delete, snapshot_rollback; PVE/QemuConfig.pm"
 */
final class VmSnapshots {
    /** What a snapshot does not take along. */
    private static final Set<String> NOT_COPIED =
            Set.of("snapstate", "snaptime", "vmstate", "lock", "digest", "description", "runningmachine", "runningcpu");

    private static final long MIB = 1 << 20;
    private static final long STATE_EXTRA_MIB = 500;

    private final VmContext vms;
    private final Agents agents;
    private final VmPower power;
    private final Clock clock;

    VmSnapshots(VmContext vms, Agents agents, VmPower power, Clock clock) {
        this.vms = vms;
        this.agents = agents;
        this.power = power;
        this.clock = clock;
    }

    void create(VmId id, String name, Optional<String> comment, boolean memory, Task task) {
        boolean withMemory = memory && vms.runs(id);
        vms.change(id, config -> prepare(id, config, name, comment, withMemory));
        task.undo().add("clear snapshot '" + name + "'", () -> clear(id, name));
        SortedMap<String, String> snapshot = vms.files().load(id).snapshot(name);
        List<VolumeId> volumes = volumes(snapshot);
        if (withMemory) {
            VolumeId state = Storages.volumeId(snapshot.getOrDefault("vmstate", ""));
            long size = VmStatus.memory(vms.files().load(id)) * 2 + STATE_EXTRA_MIB;
            vms.volumes().allocateNamed(id, state.storage(), "state-" + name, new DiskSize(size * MIB));
            task.log("saving VM state and RAM using storage '" + state.storage() + "'");
            vms.machines()
                    .saveState(
                            id,
                            name,
                            volumes.stream()
                                    .map(volume -> vms.storages().name(volume).name())
                                    .toList());
        } else {
            snapshotDisks(id, volumes, name, task);
        }
        vms.change(id, config -> {
            config.snapshot(name).remove("snapstate");
            config.current().remove("lock");
            config.current().put("parent", name);
        });
    }

    private void snapshotDisks(VmId id, List<VolumeId> volumes, String name, Task task) {
        boolean frozen = vms.runs(id) && agents.answers(id);
        if (frozen) {
            task.undo().add("thaw VM " + id, () -> agents.ask(id, "guest-fsfreeze-thaw", Map.of()));
            agents.ask(id, "guest-fsfreeze-freeze", Map.of());
        }
        try {
            for (VolumeId volume : volumes) {
                task.log("snapshotting '" + volume + "'");
                vms.volumes().snapshot(volume, name);
            }
        } finally {
            if (frozen) {
                agents.ask(id, "guest-fsfreeze-thaw", Map.of());
            }
        }
    }

    private void prepare(VmId id, VmConfig config, String name, Optional<String> comment, boolean memory) {
        if (config.isTemplate()) {
            throw ApiException.failure("you can't take a snapshot if it's a template");
        }
        config.checkLock();
        if (config.snapshots().containsKey(name)) {
            throw ApiException.failure("snapshot name '" + name + "' already used");
        }
        vms.checkStorages(config.current());
        config.current().put("lock", "snapshot");
        SortedMap<String, String> snapshot = new TreeMap<>();
        copy(config.current(), snapshot);
        snapshot.put("snapstate", "prepare");
        snapshot.put("snaptime", Long.toString(clock.instant().getEpochSecond()));
        comment.filter(text -> !text.isEmpty()).ifPresent(text -> snapshot.put("description", text.strip()));
        if (memory) {
            String storage = config.get("vmstatestorage")
                    .or(() -> volumes(config.current()).stream()
                            .map(VolumeId::storage)
                            .findFirst())
                    .orElse("local-zfs");
            snapshot.put("vmstate", storage + ":vm-" + id + "-state-" + name);
            snapshot.put("runningmachine", config.get("machine").orElse("pc") + "+pve0");
        }
        config.snapshots().values().stream()
                .filter(other -> name.equals(other.get("parent")))
                .forEach(other -> other.remove("parent"));
        config.snapshots().put(name, snapshot);
    }

    private static List<VolumeId> volumes(Map<String, String> part) {
        return Drives.disks(part).stream().map(Drive::volumeId).toList();
    }

    private static void copy(Map<String, String> from, Map<String, String> to) {
        from.forEach((option, value) -> {
            if (!NOT_COPIED.contains(option) && !VmOptions.isUnused(option)) {
                to.put(option, value);
            }
        });
    }

    /** Clears away a snapshot that was begun and did not succeed. */
    void clear(VmId id, String name) {
        vms.change(id, config -> {
            if (config.snapshots().containsKey(name)) {
                removeFromVolumes(id, config.snapshot(name), name);
                forget(config, name);
            }
            config.current().remove("lock");
        });
    }

    /** Removes a snapshot from those volumes that have it, and its memory. */
    private void removeFromVolumes(VmId id, Map<String, String> snapshot, String name) {
        for (VolumeId volume : volumes(snapshot)) {
            if (vms.volumes().exists(volume)
                    && vms.volumes().usage(volume).snapshots().contains(name)) {
                vms.volumes().deleteSnapshot(volume, name);
            }
        }
        Optional.ofNullable(snapshot.get("vmstate")).ifPresent(state -> vms.removeOwn(id, state));
    }

    /** Takes a snapshot out of a configuration; its children get its parent. */
    private static void forget(VmConfig config, String name) {
        Optional<String> parent = Optional.ofNullable(config.snapshot(name).get("parent"));
        config.snapshots().remove(name);
        for (SortedMap<String, String> part : config.parts()) {
            if (name.equals(part.get("parent"))) {
                part.remove("parent");
                parent.ifPresent(other -> part.put("parent", other));
            }
        }
    }

    /**
     * Deletes one. Where a volume does not let go of it, the lock and the mark of the half-gone snapshot stay, as on a Proxmox node.
     *
     * @param force drops the snapshot from the configuration even if the volumes do not let go of it
     */
    void delete(VmId id, String name, boolean force, Task task) {
        vms.checkStorages(vms.files().load(id).snapshot(name));
        vms.change(id, config -> {
            config.checkLock();
            if (config.isTemplate()) {
                throw ApiException.failure("you can't delete a snapshot if vm is a template");
            }
            config.current().put("lock", "snapshot-delete");
            config.snapshot(name).put("snapstate", "delete");
        });
        finishDelete(id, name, force, task::log);
    }

    /** The second half of a deletion; may be repeated. */
    void finishDelete(VmId id, String name, boolean force, Consumer<String> log) {
        try {
            removeFromVolumes(id, vms.files().load(id).snapshot(name), name);
        } catch (NodeException failed) {
            if (!force) {
                throw failed;
            }
            log.accept(String.valueOf(failed.getMessage()));
        }
        vms.change(id, config -> {
            List<VolumeId> volumes = volumes(config.snapshot(name));
            forget(config, name);
            config.current().remove("lock");
            volumes.stream()
                    .map(VolumeId::toString)
                    .filter(volume -> !Drives.isUsed(config, volume))
                    .forEach(volume -> Drives.addUnused(config.current(), volume));
        });
    }

    /** Rolls back to one. Where a volume does not, the lock stays, as on a Proxmox node. */
    void rollBack(VmId id, String name, boolean start, Task task) {
        vms.holding(id, () -> {
            VmConfig config = vms.files().load(id);
            if (config.isTemplate()) {
                throw ApiException.failure("you can't rollback if vm is a template");
            }
            SortedMap<String, String> snapshot = config.snapshot(name);
            vms.checkStorages(snapshot);
            volumes(snapshot).forEach(volume -> vms.volumes().checkRollback(volume, name));
            Optional.ofNullable(snapshot.get("snapstate")).ifPresent(state -> {
                throw ApiException.failure("unable to rollback to incomplete snapshot (snapstate = " + state + ")");
            });
            config.checkLock();
            vms.machines().stop(id);
            config.current().put("lock", "rollback");
            vms.files().write(id, config);
        });
        finishRollBack(id, name);
        boolean memory = vms.files().load(id).snapshot(name).containsKey("vmstate");
        if (memory || start) {
            vms.holding(id, () -> power.startNow(id, task, memory ? Optional.of(name) : Optional.empty()));
        }
    }

    /** The second half of a rollback; may be repeated. */
    void finishRollBack(VmId id, String name) {
        volumes(vms.files().load(id).snapshot(name))
                .forEach(volume -> vms.volumes().rollback(volume, name));
        vms.change(id, config -> {
            SortedMap<String, String> snapshot = config.snapshot(name);
            SortedMap<String, String> current = config.current();
            List<String> kept =
                    volumes(snapshot).stream().map(VolumeId::toString).toList();
            volumes(current).stream()
                    .map(VolumeId::toString)
                    .filter(volume -> !kept.contains(volume))
                    .forEach(volume -> Drives.addUnused(current, volume));
            current.keySet().removeIf(option -> !option.equals("description") && !VmOptions.isUnused(option));
            copy(snapshot, current);
            current.put("parent", name);
            config.pending().clear();
        });
    }
}
