package phoenix.pve.api;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import phoenix.pve.GuestKind;
import phoenix.pve.Upid;
import phoenix.pve.VmId;

/** Requests about VMs that have no counterpart for containers. Each takes a label, the VM's name for people. */
public final class QemuApi {
    private QemuApi() {}

    /**
     * A node's VMs.
     *
     * @see "PVE API: GET /nodes/{node}/qemu"
     */
    public static Request<List<ContainerStatus>> list(String node) {
        return Request.of(
                Method.GET,
                NodeApi.path(node) + "/qemu",
                Map.of(),
                "list the VMs of " + node,
                data -> Json.list(data, ContainerStatus::read));
    }

    /**
     * Makes a VM. Disks may be imported: {@code local-zfs:0,import-from=local:import/debian-12.qcow2}.
     *
     * @param parameters Proxmox's own, with {@code vmid}
     * @see "PVE API: POST /nodes/{node}/qemu"
     */
    public static Request<Upid> create(String node, Map<String, String> parameters, String label) {
        return Request.of(Method.POST, NodeApi.path(node) + "/qemu", parameters, "create " + label, Json::upid);
    }

    /**
     * Clones it.
     *
     * @param newId the clone's ID
     * @param options Proxmox's own, such as {@code full}, {@code name}, {@code snapname}, {@code storage}; a storage only with {@code full}
     * @param label the clone's, for people
     * @see "PVE API: POST /nodes/{node}/qemu/{vmid}/clone"
     */
    public static Request<Upid> clone(String node, VmId source, VmId newId, Map<String, String> options, String label) {
        Map<String, String> parameters = new TreeMap<>(options);
        parameters.put("newid", newId.toString());
        return Request.of(
                Method.POST,
                path(node, source).to("clone"),
                parameters,
                "create " + label + " as a clone of " + source,
                Json::upid);
    }

    /**
     * Makes it a template, for good. Refused while it runs or has snapshots.
     *
     * @see "PVE API: POST /nodes/{node}/qemu/{vmid}/template"
     */
    public static Request<Upid> template(String node, VmId id, String label) {
        return Request.of(
                Method.POST, path(node, id).to("template"), Map.of(), "make " + label + " a template", Json::upid);
    }

    /**
     * Asks whether the agent answers. An error says why not: not configured, not running, not answering.
     *
     * @see "PVE API: POST /nodes/{node}/qemu/{vmid}/agent/ping"
     */
    public static Request<Done> agentPing(String node, VmId id, String label) {
        return Request.of(
                Method.POST, path(node, id).to("agent/ping"), Map.of(), "reach the agent in " + label, Done::read);
    }

    /**
     * Begins a program inside the guest; it runs as root, without a shell.
     *
     * @param command the program and its arguments, one by one
     * @param input what it reads, up to 64 KiB of text
     * @see "PVE API: POST /nodes/{node}/qemu/{vmid}/agent/exec"
     */
    public static Request<Long> agentExec(String node, VmId id, List<String> command, String input, String label) {
        Map<String, String> parameters = new TreeMap<>(Map.of("command", ManyValues.of(command)));
        if (!input.isEmpty()) {
            parameters.put("input-data", input);
        }
        return Request.of(
                Method.POST,
                path(node, id).to("agent/exec"),
                parameters,
                "run a program in " + label,
                data -> Json.number(data, "pid"));
    }

    /**
     * How a program that was begun by {@link #agentExec} is getting on.
     *
     * @see "PVE API: GET /nodes/{node}/qemu/{vmid}/agent/exec-status"
     */
    public static Request<AgentProgram> agentExecStatus(String node, VmId id, long pid, String label) {
        return Request.of(
                Method.GET,
                path(node, id).to("agent/exec-status"),
                Map.of("pid", Long.toString(pid)),
                "see how a program in " + label + " is getting on",
                AgentProgram::read);
    }

    /**
     * Writes a file inside the guest, over one that is there. It is made with the agent's own permissions.
     *
     * @param content up to 45,000 bytes: as base64 they have to be 61,440 characters or less
     * @see "PVE API: POST /nodes/{node}/qemu/{vmid}/agent/file-write"
     */
    public static Request<Done> agentWrite(String node, VmId id, String file, byte[] content, String label) {
        return Request.of(
                Method.POST,
                path(node, id).to("agent/file-write"),
                Map.of("file", file, "content", Base64.getEncoder().encodeToString(content), "encode", "0"),
                "write a file in " + label,
                Done::read);
    }

    private static GuestPath path(String node, VmId id) {
        return new GuestPath(GuestKind.VM, node, id, "");
    }
}
