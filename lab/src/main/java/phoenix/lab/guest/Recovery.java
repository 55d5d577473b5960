package phoenix.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import phoenix.lab.node.Volumes;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.GuestVolumes;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * Clears up after a server that was killed: no task outlives its server, so every lock that tasks set is a dead one's.
 *
 * <p>Half-made containers and their volumes go; half-made snapshots go; deletions, rollbacks and conversions to templates are
 * finished; sizes follow the volumes. Real Proxmox leaves all this to its administrator ({@code pct unlock}).
 */
final class Recovery {
    private final Guests guests;
    private final Snapshots snapshots;
    private final Destruction destruction;
    private final TemplateConversion templates;
    private final List<String> done = new ArrayList<>();

    Recovery(Guests guests, Snapshots snapshots, Destruction destruction, TemplateConversion templates) {
        this.guests = guests;
        this.snapshots = snapshots;
        this.destruction = destruction;
        this.templates = templates;
    }

    /** Does it, and tells what was done. Called once, before anything is served. */
    List<String> run() {
        for (VmId id : guests.files().ids()) {
            ContainerConfig config = guests.files().load(id);
            switch (config.lock().orElse("")) {
                case "create", "destroyed" -> remove(id);
                case "disk" -> unlock(id, "the clone that it was copied for died");
                case "snapshot", "snapshot-delete" -> snapshots(id, config);
                case "rollback" -> rollback(id, config);
                default -> {}
            }
        }
        guests.files().ids().forEach(this::volumes);
        removeOrphans();
        return List.copyOf(done);
    }

    private void remove(VmId id) {
        destruction.removeAllVolumes(id);
        destruction.bury(id);
        done.add("removed CT " + id + ", which was half made or half gone");
    }

    private void unlock(VmId id, String why) {
        guests.change(id, config -> config.current().remove("lock"));
        done.add("unlocked CT " + id + ": " + why);
    }

    private void snapshots(VmId id, ContainerConfig config) {
        config.snapshots().forEach((name, snapshot) -> {
            String state = snapshot.get("snapstate").orElse("");
            if (state.equals("prepare")) {
                snapshots.clear(id, name);
                done.add("cleared the half-made snapshot '" + name + "' of CT " + id);
            } else if (state.equals("delete")) {
                snapshots.finishDelete(id, name, false, done::add);
                done.add("finished deleting the snapshot '" + name + "' of CT " + id);
            }
        });
        if (guests.files().load(id).lock().isPresent()) {
            unlock(id, "the snapshot task died");
        }
    }

    /** Only the newest snapshot can be rolled back to, so that is the one. */
    private void rollback(VmId id, ContainerConfig config) {
        List<String> newestFirst = config.snapshots().entrySet().stream()
                .sorted((one, other) -> time(other).compareTo(time(one)))
                .map(Map.Entry::getKey)
                .toList();
        for (String name : newestFirst) {
            if (isNewest(config, name)) {
                snapshots.finishRollBack(id, name);
                done.add("finished the rollback of CT " + id + " to '" + name + "'");
                return;
            }
        }
        unlock(id, "the rollback died");
    }

    private static Long time(Map.Entry<String, ContainerConfig.Part> snapshot) {
        return Long.parseLong(snapshot.getValue().get("snaptime").orElse("0"));
    }

    private boolean isNewest(ContainerConfig config, String name) {
        try {
            Mounts.volumes(config.snapshot(name))
                    .forEach(mount -> guests.volumes().checkRollback(mount.volumeId(), name));
            return true;
        } catch (ApiException olderOne) {
            return false;
        }
    }

    private void volumes(VmId id) {
        ContainerConfig config = guests.files().load(id);
        for (Mount mount : Mounts.volumes(config.current())) {
            VolumeId volume = mount.volumeId();
            if (!guests.volumes().exists(volume)) {
                if (guests.volumes().exists(baseOf(volume))) {
                    templates.finish(id, config);
                    done.add("finished turning CT " + id + " into a template");
                    return;
                }
                continue;
            }
            Volumes.Usage usage = guests.volumes().usage(volume);
            if (mount.size().filter(size -> !size.equals(usage.quota())).isPresent()) {
                config.current().set(mount.option(), mount.sized(usage.quota()).print());
                guests.files().write(id, config);
                done.add("set the size of " + mount.option() + " of CT " + id + " to " + usage.quota());
            }
        }
    }

    /** The name that a volume has once it is a base. */
    static VolumeId baseOf(VolumeId volume) {
        String path = volume.volume();
        int slash = path.lastIndexOf('/');
        String base = path.substring(0, slash + 1) + GuestVolumes.baseName(path.substring(slash + 1));
        return new VolumeId(volume.storage(), base);
    }

    /** Volumes of guests that are not there were made by a task that died before it could write their configuration. */
    private void removeOrphans() {
        for (Volumes.Usage usage : guests.node().volumes().list()) {
            String owner = usage.volume().replaceFirst("^(?:subvol|basevol)-([1-9][0-9]{2,8})-.*", "$1");
            if (owner.matches("[0-9]+") && !guests.files().exists(VmId.parse(owner))) {
                guests.node().volumes().destroy(usage.volume());
                done.add("removed the volume " + usage.volume() + ", which belongs to no guest");
            }
        }
    }
}
