package phoenix.lab.vm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.lab.node.Volumes;
import phoenix.lab.rest.ApiException;
import phoenix.pve.DiskSize;
import phoenix.pve.VmId;

/**
 * Clears up after a server that was killed: no task outlives its server, so every lock that tasks set is a dead one's. The VMs
 * themselves are processes of their own and go on. Real Proxmox leaves all this to its administrator ({@code qm unlock}).
 */
final class VmRecovery {
    private final VmContext vms;
    private final VmSnapshots snapshots;
    private final VmChanges changes;
    private final List<String> done = new ArrayList<>();

    VmRecovery(VmContext vms, VmSnapshots snapshots, VmChanges changes) {
        this.vms = vms;
        this.snapshots = snapshots;
        this.changes = changes;
    }

    /** Does it, and tells what was done. Called once, before anything is served. */
    List<String> run() {
        for (VmId id : vms.files().ids()) {
            VmConfig config = vms.files().load(id);
            switch (config.get("lock").orElse("")) {
                case "create", "clone", "destroyed" -> remove(id);
                case "snapshot", "snapshot-delete" -> snapshots(id, config);
                case "rollback" -> rollback(id, config);
                default -> {}
            }
        }
        vms.files().ids().forEach(this::volumes);
        removeOrphans();
        return List.copyOf(done);
    }

    private void remove(VmId id) {
        vms.machines().stop(id);
        changes.removeAllVolumes(id);
        changes.bury(id);
        done.add("removed VM " + id + ", which was half made or half gone");
    }

    private void snapshots(VmId id, VmConfig config) {
        config.snapshots().forEach((name, snapshot) -> {
            String state = snapshot.getOrDefault("snapstate", "");
            if (state.equals("prepare")) {
                snapshots.clear(id, name);
                done.add("cleared the half-made snapshot '" + name + "' of VM " + id);
            } else if (state.equals("delete")) {
                snapshots.finishDelete(id, name, false, done::add);
                done.add("finished deleting the snapshot '" + name + "' of VM " + id);
            }
        });
        if (vms.files().load(id).get("lock").isPresent()) {
            vms.unlock(id);
            done.add("unlocked VM " + id + ": the snapshot task died");
        }
    }

    /** Only the newest snapshot can be rolled back to, so that is the one. */
    private void rollback(VmId id, VmConfig config) {
        Optional<String> newest = config.snapshots().entrySet().stream()
                .filter(entry -> isNewest(entry.getValue(), entry.getKey()))
                .max(Comparator.comparing(
                        entry -> Long.parseLong(entry.getValue().getOrDefault("snaptime", "0"))))
                .map(Map.Entry::getKey);
        if (newest.isPresent()) {
            snapshots.finishRollBack(id, newest.get());
            done.add("finished the rollback of VM " + id + " to '" + newest.get() + "'");
        } else {
            vms.unlock(id);
            done.add("unlocked VM " + id + ": the rollback died");
        }
    }

    private boolean isNewest(Map<String, String> snapshot, String name) {
        try {
            Drives.disks(snapshot).forEach(drive -> vms.volumes().checkRollback(drive.volumeId(), name));
            return true;
        } catch (ApiException olderOne) {
            return false;
        }
    }

    private void volumes(VmId id) {
        VmConfig config = vms.files().load(id);
        for (Drive drive : Drives.disks(config.current())) {
            if (!vms.volumes().exists(drive.volumeId())) {
                if (vms.volumes().exists(VmChanges.baseOf(drive.volumeId()))) {
                    changes.finishTemplate(id, config);
                    done.add("finished turning VM " + id + " into a template");
                    return;
                }
                continue;
            }
            DiskSize size = vms.volumes().usage(drive.volumeId()).quota();
            if (drive.size().filter(known -> !known.equals(size)).isPresent()) {
                config.current().put(drive.option(), drive.sized(size).print());
                vms.files().write(id, config);
                done.add("set the size of " + drive.option() + " of VM " + id + " to " + size);
            }
        }
    }

    /** Disks of guests that are not there were made by a task that died before it could write their configuration. */
    private void removeOrphans() {
        for (Volumes.Usage usage : vms.node().images().list()) {
            String owner = usage.volume().replaceFirst("^(?:vm|base)-([1-9][0-9]{2,8})-.*", "$1");
            if (owner.matches("[0-9]+") && !vms.files().exists(VmId.parse(owner))) {
                vms.node().images().destroy(usage.volume());
                done.add("removed the disk " + usage.volume() + ", which belongs to no guest");
            }
        }
    }
}
