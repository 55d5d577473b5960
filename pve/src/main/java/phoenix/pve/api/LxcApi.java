package phoenix.pve.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.pve.DiskSize;
import phoenix.pve.Upid;
import phoenix.pve.VmId;

/**
 * Requests about containers. Each takes a label, the container's name for people, such as {@code container 953 (gateway)}; the purpose that
 * errors name is made of it.
 */
public final class LxcApi {
    private LxcApi() {}

    /**
     * A node's containers. Slow on a full node, since it asks each; see {@link ClusterApi#guests}.
     *
     * @see "PVE API: GET /nodes/{node}/lxc"
     */
    public static Request<List<ContainerStatus>> list(String node) {
        return Request.of(
                Method.GET,
                NodeApi.path(node) + "/lxc",
                Map.of(),
                "list the containers of " + node,
                data -> Json.list(data, ContainerStatus::read));
    }

    /**
     * Makes a container from a template.
     *
     * @param parameters Proxmox's own, with {@code vmid} and {@code ostemplate}; {@code unprivileged} has to be among them, because its default differs
     *     between releases
     * @see "PVE API: POST /nodes/{node}/lxc"
     */
    public static Request<Upid> create(String node, Map<String, String> parameters, String label) {
        return Request.of(Method.POST, NodeApi.path(node) + "/lxc", parameters, "create " + label, Json::upid);
    }

    /**
     * The configuration in force.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/config?current=1"
     */
    public static Request<ContainerConfig> config(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "config"),
                Map.of("current", "1"),
                "read the configuration of " + label,
                ContainerConfig::read);
    }

    /**
     * The configuration as it will be after a restart.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/config"
     */
    public static Request<ContainerConfig> configWithPending(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "config"),
                Map.of(),
                "read the configuration of " + label,
                ContainerConfig::read);
    }

    /**
     * Sets and unsets options. On a running container some wait for a restart, without a word: see {@link #pending}.
     *
     * @param options to be set; {@code digest} among them has a change of another file refused as a {@link PveException.Conflict}
     * @param unset to be unset
     * @see "PVE API: PUT /nodes/{node}/lxc/{vmid}/config"
     */
    public static Request<Done> setConfig(
            String node, VmId id, Map<String, String> options, List<String> unset, String label) {
        SortedSet<String> names = new TreeSet<>(options.keySet());
        names.addAll(unset);
        names.remove("digest");
        Map<String, String> parameters = new TreeMap<>(options);
        if (!unset.isEmpty()) {
            parameters.put("delete", String.join(",", unset));
        }
        return Request.of(
                Method.PUT,
                path(node, id, "config"),
                parameters,
                "set " + String.join(", ", names) + " of " + label,
                Done::read);
    }

    /**
     * Every option with what waits for a restart.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/pending"
     */
    public static Request<List<PendingOption>> pending(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "pending"),
                Map.of(),
                "ask what waits for a restart of " + label,
                data -> Json.list(data, PendingOption::read));
    }

    /**
     * How it is now.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/status/current"
     */
    public static Request<ContainerStatus> status(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "status/current"),
                Map.of(),
                "ask for the status of " + label,
                ContainerStatus::read);
    }

    /**
     * Starts it. Already running is a {@link PveException.Conflict}.
     *
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/status/start"
     */
    public static Request<Upid> start(String node, VmId id, String label) {
        return power(node, id, "start", Map.of(), label);
    }

    /**
     * Kills it at once. Not running is a {@link PveException.Conflict}.
     *
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/status/stop"
     */
    public static Request<Upid> stop(String node, VmId id, String label) {
        return power(node, id, "stop", Map.of(), label);
    }

    /**
     * Asks it to shut down.
     *
     * @param patience how long it may take
     * @param thenStop whether it is killed after that; else the task fails
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/status/shutdown"
     */
    public static Request<Upid> shutdown(String node, VmId id, Duration patience, boolean thenStop, String label) {
        return power(
                node,
                id,
                "shutdown",
                Map.of("timeout", Long.toString(patience.toSeconds()), "forceStop", flag(thenStop)),
                label);
    }

    /**
     * Shuts it down, kills it if that takes too long, and starts it; what waited for a restart is in force then.
     *
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/status/reboot"
     */
    public static Request<Upid> reboot(String node, VmId id, Duration patience, String label) {
        return power(node, id, "reboot", Map.of("timeout", Long.toString(patience.toSeconds())), label);
    }

    private static Request<Upid> power(
            String node, VmId id, String action, Map<String, String> parameters, String label) {
        String words = action.equals("shutdown") ? "shut down " : action + " ";
        return Request.of(Method.POST, path(node, id, "status/" + action), parameters, words + label, Json::upid);
    }

    /**
     * Its snapshots, without the extra entry for the state now.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/snapshot"
     */
    public static Request<List<Snapshot>> snapshots(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "snapshot"),
                Map.of(),
                "list the snapshots of " + label,
                data -> Json.list(data, Snapshot::read).stream()
                        .filter(snapshot -> !snapshot.name().equals(Snapshot.NOW))
                        .toList());
    }

    /**
     * Takes a snapshot.
     *
     * @param description kept with the snapshot; empty for none
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/snapshot"
     */
    public static Request<Upid> takeSnapshot(String node, VmId id, String name, String description, String label) {
        Map<String, String> parameters = new TreeMap<>(Map.of("snapname", name));
        if (!description.isEmpty()) {
            parameters.put("description", description);
        }
        return Request.of(
                Method.POST,
                path(node, id, "snapshot"),
                parameters,
                "take snapshot '" + name + "' of " + label,
                Json::upid);
    }

    /**
     * Deletes a snapshot.
     *
     * @see "PVE API: DELETE /nodes/{node}/lxc/{vmid}/snapshot/{snapname}"
     */
    public static Request<Upid> deleteSnapshot(String node, VmId id, String name, String label) {
        return Request.of(
                Method.DELETE,
                path(node, id, "snapshot/" + FormEncoding.encode(name)),
                Map.of(),
                "delete snapshot '" + name + "' of " + label,
                Json::upid);
    }

    /**
     * Goes back to a snapshot. A running container is killed for it. Some storages go back to the newest only.
     *
     * @param thenStart whether it is started afterwards
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/snapshot/{snapname}/rollback"
     */
    public static Request<Upid> rollback(String node, VmId id, String name, boolean thenStart, String label) {
        return Request.of(
                Method.POST,
                path(node, id, "snapshot/" + FormEncoding.encode(name) + "/rollback"),
                Map.of("start", flag(thenStart)),
                "roll back " + label + " to snapshot '" + name + "'",
                Json::upid);
    }

    /**
     * Clones it. Only one clone of a source at a time: the others find it locked.
     *
     * @param newId the clone's ID
     * @param options Proxmox's own, such as {@code full}, {@code hostname}, {@code snapname}, {@code storage}
     * @param label the clone's, for people
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/clone"
     */
    public static Request<Upid> clone(String node, VmId source, VmId newId, Map<String, String> options, String label) {
        Map<String, String> parameters = new TreeMap<>(options);
        parameters.put("newid", newId.toString());
        return Request.of(
                Method.POST,
                path(node, source, "clone"),
                parameters,
                "create " + label + " as a clone of " + source,
                Json::upid);
    }

    /**
     * Makes it a template, for good. Over HTTPS the answer names no task although one runs: it is done when the configuration says {@code template: 1}.
     *
     * @see "PVE API: POST /nodes/{node}/lxc/{vmid}/template"
     */
    public static Request<Done> template(String node, VmId id, String label) {
        return Request.of(
                Method.POST, path(node, id, "template"), Map.of(), "make " + label + " a template", Done::read);
    }

    /**
     * Sets the total size of a volume.
     *
     * @param volume {@code rootfs} or {@code mp0} and so on
     * @param total the new total, not the increment; the size that it has, or less, is {@link PveException.Rejected}
     * @see "PVE API: PUT /nodes/{node}/lxc/{vmid}/resize"
     */
    public static Request<Upid> resize(String node, VmId id, String volume, DiskSize total, String label) {
        return Request.of(
                Method.PUT,
                path(node, id, "resize"),
                Map.of("disk", volume, "size", total.toString()),
                "grow " + volume + " of " + label + " to " + total,
                Json::upid);
    }

    /**
     * Deletes it with its volumes, its firewall rules and permissions, and its entries in backup jobs, replication and HA.
     *
     * @param evenIfRunning whether it is killed for it; else a running one is a {@link PveException.Conflict}
     * @see "PVE API: DELETE /nodes/{node}/lxc/{vmid}"
     */
    public static Request<Upid> destroy(String node, VmId id, boolean evenIfRunning, String label) {
        return Request.of(
                Method.DELETE,
                NodeApi.path(node) + "/lxc/" + id,
                Map.of("purge", "1", "destroy-unreferenced-disks", "1", "force", flag(evenIfRunning)),
                "delete " + label,
                Json::upid);
    }

    /**
     * The network interfaces inside it; none if it does not run.
     *
     * @see "PVE API: GET /nodes/{node}/lxc/{vmid}/interfaces"
     */
    public static Request<List<ContainerInterface>> interfaces(String node, VmId id, String label) {
        return Request.of(
                Method.GET,
                path(node, id, "interfaces"),
                Map.of(),
                "list the network interfaces of " + label,
                data -> Json.list(data, ContainerInterface::read));
    }

    private static String path(String node, VmId id, String rest) {
        return NodeApi.path(node) + "/lxc/" + id + "/" + rest;
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }
}
