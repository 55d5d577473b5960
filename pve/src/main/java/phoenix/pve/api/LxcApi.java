package phoenix.pve.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import phoenix.pve.GuestKind;
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

    /** See {@link GuestApi#config}. */
    public static Request<ContainerConfig> config(String node, VmId id, String label) {
        return GuestApi.config(guest(node, id, label));
    }

    /** See {@link GuestApi#setConfig}. */
    public static Request<Done> setConfig(
            String node, VmId id, Map<String, String> options, List<String> unset, String label) {
        return GuestApi.setConfig(guest(node, id, label), options, unset);
    }

    /** See {@link GuestApi#revertConfig}. */
    public static Request<Done> revertConfig(String node, VmId id, List<String> options, String label) {
        return GuestApi.revertConfig(guest(node, id, label), options);
    }

    /** See {@link GuestApi#pending}. */
    public static Request<List<PendingOption>> pending(String node, VmId id, String label) {
        return GuestApi.pending(guest(node, id, label));
    }

    /** See {@link GuestApi#reboot}. */
    public static Request<Upid> reboot(String node, VmId id, Duration patience, String label) {
        return GuestApi.reboot(guest(node, id, label), patience);
    }

    /** See {@link GuestApi#snapshots}. */
    public static Request<List<Snapshot>> snapshots(String node, VmId id, String label) {
        return GuestApi.snapshots(guest(node, id, label));
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

    private static GuestPath guest(String node, VmId id, String label) {
        return new GuestPath(GuestKind.CONTAINER, node, id, label);
    }

    private static String path(String node, VmId id, String rest) {
        return NodeApi.path(node) + "/lxc/" + id + "/" + rest;
    }
}
