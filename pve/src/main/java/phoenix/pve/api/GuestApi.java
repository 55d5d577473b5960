package phoenix.pve.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.pve.DiskSize;
import phoenix.pve.GuestKind;
import phoenix.pve.Upid;

/** Requests that are the same for containers and VMs, but for the guest's path. */
public final class GuestApi {
    private GuestApi() {}

    /**
     * The configuration in force.
     *
     * @see "PVE API: GET /nodes/{node}/{lxc|qemu}/{vmid}/config?current=1"
     */
    public static Request<ContainerConfig> config(GuestPath guest) {
        return Request.of(
                Method.GET,
                guest.to("config"),
                Map.of("current", "1"),
                "read the configuration of " + guest.label(),
                ContainerConfig::read);
    }

    /**
     * The configuration as it will be after a restart.
     *
     * @see "PVE API: GET /nodes/{node}/{lxc|qemu}/{vmid}/config"
     */
    public static Request<ContainerConfig> configWithPending(GuestPath guest) {
        return Request.of(
                Method.GET,
                guest.to("config"),
                Map.of(),
                "read the configuration of " + guest.label(),
                ContainerConfig::read);
    }

    /**
     * Sets and unsets options. On a running guest some wait for a restart, without a word: see {@link #pending}.
     *
     * @param options to be set; {@code digest} among them has a change of another file refused as a {@link PveException.Conflict}
     * @param unset to be unset
     * @see "PVE API: PUT /nodes/{node}/{lxc|qemu}/{vmid}/config"
     */
    public static Request<Done> setConfig(GuestPath guest, Map<String, String> options, List<String> unset) {
        SortedSet<String> names = new TreeSet<>(options.keySet());
        names.addAll(unset);
        names.remove("digest");
        Map<String, String> parameters = new TreeMap<>(options);
        if (!unset.isEmpty()) {
            parameters.put("delete", String.join(",", unset));
        }
        return Request.of(
                Method.PUT,
                guest.to("config"),
                parameters,
                "set " + String.join(", ", names) + " of " + guest.label(),
                Done::read);
    }

    /**
     * Drops what waits for a restart, be it a new value or that the option is unset: what is in force stays.
     *
     * @param options one at least
     * @see "PVE API: PUT /nodes/{node}/{lxc|qemu}/{vmid}/config"
     */
    public static Request<Done> revertConfig(GuestPath guest, List<String> options) {
        return Request.of(
                Method.PUT,
                guest.to("config"),
                Map.of("revert", String.join(",", options)),
                "take back what waits of " + String.join(", ", options) + " of " + guest.label(),
                Done::read);
    }

    /**
     * Every option with what waits for a restart.
     *
     * @see "PVE API: GET /nodes/{node}/{lxc|qemu}/{vmid}/pending"
     */
    public static Request<List<PendingOption>> pending(GuestPath guest) {
        return Request.of(
                Method.GET,
                guest.to("pending"),
                Map.of(),
                "ask what waits for a restart of " + guest.label(),
                data -> Json.list(data, PendingOption::read));
    }

    /**
     * How it is now.
     *
     * @see "PVE API: GET /nodes/{node}/{lxc|qemu}/{vmid}/status/current"
     */
    public static Request<ContainerStatus> status(GuestPath guest) {
        return Request.of(
                Method.GET,
                guest.to("status/current"),
                Map.of(),
                "ask for the status of " + guest.label(),
                ContainerStatus::read);
    }

    /**
     * Starts it. Already running is a {@link PveException.Conflict}.
     *
     * @see "PVE API: POST /nodes/{node}/{lxc|qemu}/{vmid}/status/start"
     */
    public static Request<Upid> start(GuestPath guest) {
        return power(guest, "start", Map.of());
    }

    /**
     * Kills it at once. Not running is a {@link PveException.Conflict}.
     *
     * @see "PVE API: POST /nodes/{node}/{lxc|qemu}/{vmid}/status/stop"
     */
    public static Request<Upid> stop(GuestPath guest) {
        return power(guest, "stop", Map.of());
    }

    /**
     * Asks it to shut down.
     *
     * @param patience how long it may take
     * @param thenStop whether it is killed after that; else the task fails
     * @see "PVE API: POST /nodes/{node}/{lxc|qemu}/{vmid}/status/shutdown"
     */
    public static Request<Upid> shutdown(GuestPath guest, Duration patience, boolean thenStop) {
        return power(
                guest, "shutdown", Map.of("timeout", Long.toString(patience.toSeconds()), "forceStop", flag(thenStop)));
    }

    /**
     * Shuts it down, kills it if that takes too long, and starts it; what waited for a restart is in force then.
     *
     * @see "PVE API: POST /nodes/{node}/{lxc|qemu}/{vmid}/status/reboot"
     */
    public static Request<Upid> reboot(GuestPath guest, Duration patience) {
        return power(guest, "reboot", Map.of("timeout", Long.toString(patience.toSeconds())));
    }

    /**
     * Its snapshots, without the extra entry for the state now.
     *
     * @see "PVE API: GET /nodes/{node}/{lxc|qemu}/{vmid}/snapshot"
     */
    public static Request<List<Snapshot>> snapshots(GuestPath guest) {
        return Request.of(
                Method.GET,
                guest.to("snapshot"),
                Map.of(),
                "list the snapshots of " + guest.label(),
                data -> Json.list(data, Snapshot::read).stream()
                        .filter(snapshot -> !snapshot.name().equals(Snapshot.NOW))
                        .toList());
    }

    /**
     * Takes a snapshot.
     *
     * @param description kept with the snapshot; empty for none
     * @param withMemory whether what a running VM has in memory is kept too; means nothing for a container
     * @see "PVE API: POST /nodes/{node}/{lxc|qemu}/{vmid}/snapshot"
     */
    public static Request<Upid> takeSnapshot(GuestPath guest, String name, String description, boolean withMemory) {
        Map<String, String> parameters = new TreeMap<>(Map.of("snapname", name));
        if (withMemory && guest.kind() == GuestKind.VM) {
            parameters.put("vmstate", "1");
        }
        if (!description.isEmpty()) {
            parameters.put("description", description);
        }
        return Request.of(
                Method.POST,
                guest.to("snapshot"),
                parameters,
                "take snapshot '" + name + "' of " + guest.label(),
                Json::upid);
    }

    /**
     * Deletes a snapshot.
     *
     * @see "PVE API: DELETE /nodes/{node}/{lxc|qemu}/{vmid}/snapshot/{snapname}"
     */
    public static Request<Upid> deleteSnapshot(GuestPath guest, String name) {
        return Request.of(
                Method.DELETE,
                guest.to("snapshot/" + FormEncoding.encode(name)),
                Map.of(),
                "delete snapshot '" + name + "' of " + guest.label(),
                Json::upid);
    }

    /**
     * Goes back to a snapshot. A running guest is killed for it. Some storages go back to the newest only.
     *
     * @param thenStart whether it is started afterwards
     * @see "PVE API: POST /nodes/{node}/{lxc|qemu}/{vmid}/snapshot/{snapname}/rollback"
     */
    public static Request<Upid> rollback(GuestPath guest, String name, boolean thenStart) {
        return Request.of(
                Method.POST,
                guest.to("snapshot/" + FormEncoding.encode(name) + "/rollback"),
                Map.of("start", flag(thenStart)),
                "roll back " + guest.label() + " to snapshot '" + name + "'",
                Json::upid);
    }

    /**
     * Sets the total size of a volume.
     *
     * @param volume {@code rootfs}, {@code mp0}, {@code scsi0} and so on
     * @param total the new total, not the increment; less, and for a container the size that it has, is {@link PveException.Rejected}
     * @see "PVE API: PUT /nodes/{node}/{lxc|qemu}/{vmid}/resize"
     */
    public static Request<Upid> resize(GuestPath guest, String volume, DiskSize total) {
        return Request.of(
                Method.PUT,
                guest.to("resize"),
                Map.of("disk", volume, "size", total.toString()),
                "grow " + volume + " of " + guest.label() + " to " + total,
                Json::upid);
    }

    /**
     * Deletes it with its volumes, its firewall rules and permissions, and its entries in backup jobs, replication and HA.
     *
     * @param evenIfRunning whether a container is killed for it; a VM never is. A running one is a {@link PveException.Conflict}
     * @see "PVE API: DELETE /nodes/{node}/{lxc|qemu}/{vmid}"
     */
    public static Request<Upid> destroy(GuestPath guest, boolean evenIfRunning) {
        Map<String, String> parameters = new TreeMap<>(Map.of("purge", "1", "destroy-unreferenced-disks", "1"));
        if (guest.kind() == GuestKind.CONTAINER) {
            parameters.put("force", flag(evenIfRunning));
        }
        return Request.of(Method.DELETE, guest.itself(), parameters, "delete " + guest.label(), Json::upid);
    }

    private static Request<Upid> power(GuestPath guest, String action, Map<String, String> parameters) {
        String words = action.equals("shutdown") ? "shut down " : action + " ";
        return Request.of(Method.POST, guest.to("status/" + action), parameters, words + guest.label(), Json::upid);
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
