package phoenix.lab.guest;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import phoenix.lab.node.NodeException;
import phoenix.lab.rest.ApiException;
import phoenix.lab.task.Task;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Takes, deletes and rolls back to snapshots, in steps that each leave their mark in the configuration: the lock says what goes on,
 * {@code snapstate} which snapshot is half made or half gone.
 *
 * @see "PVE source: PVE/AbstractConfig.pm snapshot_create, snapshot_delete, snapshot_rollback"
 */
final class Snapshots {
    /** What a snapshot does not take along. */
    private static final Set<String> NOT_COPIED =
            Set.of("snapstate", "snaptime", "vmstate", "lock", "digest", "description");

    private final Guests guests;
    private final Clock clock;

    Snapshots(Guests guests, Clock clock) {
        this.guests = guests;
        this.clock = clock;
    }

    void create(VmId id, String name, Optional<String> comment, Task task) {
        guests.change(id, config -> prepare(config, name, comment));
        task.undo().add("clear snapshot '" + name + "'", () -> clear(id, name));
        List<VolumeId> volumes = volumes(guests.files().load(id).snapshot(name));
        boolean running = guests.runs(id);
        if (running) {
            task.undo().add("thaw CT " + id, () -> thaw(id));
            guests.containers().freeze(id, true);
        }
        for (VolumeId volume : volumes) {
            guests.volumes().snapshot(volume, name);
        }
        if (running) {
            guests.containers().freeze(id, false);
        }
        guests.change(id, config -> {
            config.snapshot(name).remove("snapstate");
            config.current().remove("lock");
            config.current().set("parent", name);
        });
    }

    private void thaw(VmId id) {
        if (guests.runs(id)) {
            guests.containers().freeze(id, false);
        }
    }

    private void prepare(ContainerConfig config, String name, Optional<String> comment) {
        if (config.isTemplate()) {
            throw ApiException.failure("you can't take a snapshot if it's a template");
        }
        config.checkLock();
        if (config.snapshots().containsKey(name)) {
            throw ApiException.failure("snapshot name '" + name + "' already used");
        }
        if (!canSnapshot(config.current())) {
            throw ApiException.failure("snapshot feature is not available");
        }
        guests.checkStorages(config.current());
        config.current().set("lock", "snapshot");
        ContainerConfig.Part snapshot = new ContainerConfig.Part();
        copy(config.current(), snapshot);
        snapshot.set("snapstate", "prepare");
        snapshot.set("snaptime", Long.toString(clock.instant().getEpochSecond()));
        comment.filter(text -> !text.isEmpty()).ifPresent(text -> snapshot.set("description", text));
        config.snapshots().values().stream()
                .filter(other -> other.get("parent").orElse("").equals(name))
                .forEach(other -> other.remove("parent"));
        config.snapshots().put(name, snapshot);
    }

    private boolean canSnapshot(ContainerConfig.Part part) {
        return Mounts.of(part).stream()
                .allMatch(mount -> mount.isVolume() && guests.volumes().has("snapshot", mount.volumeId(), false));
    }

    private static List<VolumeId> volumes(ContainerConfig.Part part) {
        return Mounts.volumes(part).stream().map(Mount::volumeId).toList();
    }

    private static void copy(ContainerConfig.Part from, ContainerConfig.Part to) {
        from.options().forEach((option, value) -> {
            if (!NOT_COPIED.contains(option) && !ContainerOptions.isUnused(option)) {
                to.set(option, value);
            }
        });
        to.raw().addAll(from.raw());
    }

    /** Clears away a snapshot that was begun and did not succeed. */
    void clear(VmId id, String name) {
        guests.holding(id, () -> {
            ContainerConfig config = guests.files().load(id);
            if (config.snapshots().containsKey(name)) {
                removeFromVolumes(config.snapshot(name), name);
                forget(config, name);
            }
            config.current().remove("lock");
            guests.files().write(id, config);
        });
    }

    /** Removes a snapshot from those volumes that have it. */
    private void removeFromVolumes(ContainerConfig.Part snapshot, String name) {
        for (VolumeId volume : volumes(snapshot)) {
            if (guests.volumes().exists(volume)
                    && guests.volumes().usage(volume).snapshots().contains(name)) {
                guests.volumes().deleteSnapshot(volume, name);
            }
        }
    }

    /** Takes a snapshot out of a configuration; its children get its parent. */
    private static void forget(ContainerConfig config, String name) {
        ContainerConfig.Part snapshot = config.snapshot(name);
        Optional<String> parent = snapshot.get("parent");
        config.snapshots().remove(name);
        List<ContainerConfig.Part> parts = new ArrayList<>(config.snapshots().values());
        parts.add(config.current());
        for (ContainerConfig.Part part : parts) {
            if (part.get("parent").orElse("").equals(name)) {
                part.remove("parent");
                parent.ifPresent(other -> part.set("parent", other));
            }
        }
    }

    /**
     * Deletes one. Where a volume does not let go of it, the lock and the mark of the half-gone snapshot stay, as on a Proxmox node.
     *
     * @param force drops the snapshot from the configuration even if the volumes do not let go of it
     */
    void delete(VmId id, String name, boolean force, Task task) {
        guests.checkStorages(guests.files().load(id).snapshot(name));
        guests.lock(id, "snapshot-delete");
        guests.change(id, config -> {
            if (config.isTemplate()) {
                throw ApiException.failure("you can't delete a snapshot if vm is a template");
            }
            config.snapshot(name).set("snapstate", "delete");
        });
        finishDelete(id, name, force, task::log);
    }

    /** The second half of a deletion; may be repeated. */
    void finishDelete(VmId id, String name, boolean force, Consumer<String> log) {
        try {
            removeFromVolumes(guests.files().load(id).snapshot(name), name);
        } catch (NodeException failed) {
            if (!force) {
                throw failed;
            }
            log.accept(String.valueOf(failed.getMessage()));
        }
        guests.change(id, config -> {
            List<String> volumes = Mounts.volumes(config.snapshot(name)).stream()
                    .map(Mount::volume)
                    .toList();
            forget(config, name);
            config.current().remove("lock");
            volumes.forEach(volume -> Mounts.addUnused(config.current(), volume));
        });
    }

    /** Rolls back to one. Where a volume does not, the lock stays, as on a Proxmox node. */
    void rollBack(VmId id, String name) {
        guests.holding(id, () -> {
            ContainerConfig config = guests.files().load(id);
            if (config.isTemplate()) {
                throw ApiException.failure("you can't rollback if vm is a template");
            }
            ContainerConfig.Part snapshot = config.snapshot(name);
            guests.checkStorages(snapshot);
            volumes(snapshot).forEach(volume -> guests.volumes().checkRollback(volume, name));
            snapshot.get("snapstate").ifPresent(state -> {
                throw ApiException.failure("unable to rollback to incomplete snapshot (snapstate = " + state + ")");
            });
            config.checkLock();
            if (guests.runs(id)) {
                guests.containers().stop(id);
            }
            config.current().set("lock", "rollback");
            guests.files().write(id, config);
        });
        finishRollBack(id, name);
    }

    /** The second half of a rollback; may be repeated. */
    void finishRollBack(VmId id, String name) {
        volumes(guests.files().load(id).snapshot(name))
                .forEach(volume -> guests.volumes().rollback(volume, name));
        guests.change(id, config -> {
            ContainerConfig.Part snapshot = config.snapshot(name);
            Set<String> kept =
                    volumes(snapshot).stream().map(VolumeId::toString).collect(Collectors.toSet());
            ContainerConfig.Part current = config.current();
            List<String> lost = volumes(current).stream()
                    .map(VolumeId::toString)
                    .filter(volume -> !kept.contains(volume))
                    .toList();
            lost.forEach(volume -> Mounts.addUnused(current, volume));
            Set<String> gone = new TreeSet<>(current.options().keySet());
            gone.removeIf(option -> option.equals("description") || ContainerOptions.isUnused(option));
            gone.forEach(current::remove);
            current.raw().clear();
            copy(snapshot, current);
            current.set("parent", name);
            config.pending().options().clear();
        });
    }
}
