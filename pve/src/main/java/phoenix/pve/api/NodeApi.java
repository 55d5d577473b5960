package phoenix.pve.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.pve.Upid;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

/** Requests about nodes and their tasks. */
public final class NodeApi {
    private NodeApi() {}

    /**
     * The cluster's nodes.
     *
     * @see "PVE API: GET /nodes"
     */
    public static Request<List<NodeSummary>> nodes() {
        return Request.of(
                Method.GET,
                "/nodes",
                Map.of(),
                "list the nodes",
                data -> Json.list(
                        data,
                        node -> new NodeSummary(
                                Json.text(node, "node"),
                                Json.text(node, "status").equals("online"))));
    }

    /**
     * Proxmox VE's version on the node that is asked.
     *
     * @see "PVE API: GET /version"
     */
    public static Request<NodeVersion> version() {
        return Request.of(
                Method.GET,
                "/version",
                Map.of(),
                "ask for the node's version",
                data -> new NodeVersion(Json.text(data, "version"), Json.text(data, "release")));
    }

    /**
     * The node's bridges, each with its addresses and their prefix lengths, as they are configured.
     *
     * @see "PVE API: GET /nodes/{node}/network"
     */
    public static Request<Map<String, List<String>>> bridges(String node) {
        return Request.of(
                Method.GET,
                path(node) + "/network",
                Map.of("type", "any_bridge"),
                "list the bridges of " + node,
                data -> {
                    Map<String, List<String>> bridges = new TreeMap<>();
                    Json.list(data, bridge -> bridge)
                            .forEach(bridge -> bridges.put(
                                    Json.text(bridge, "iface"),
                                    Stream.of(Json.text(bridge, "cidr"), Json.text(bridge, "cidr6"))
                                            .filter(address -> !address.isEmpty())
                                            .toList()));
                    return bridges;
                });
    }

    /**
     * A node's notes.
     *
     * @see "PVE API: GET /nodes/{node}/config"
     */
    public static Request<NodeNotes> notes(String node) {
        return Request.of(
                Method.GET, path(node) + "/config", Map.of(), "read the notes of node " + node, NodeNotes::read);
    }

    /**
     * Writes a node's notes.
     *
     * @param digest of what they were read from; other ones by now are a {@link PveException.Conflict}. Empty asks for nothing of that kind
     * @see "PVE API: PUT /nodes/{node}/config"
     */
    public static Request<Done> setNotes(String node, String description, String digest) {
        Map<String, String> parameters = new TreeMap<>(Map.of("description", description));
        if (!digest.isEmpty()) {
            parameters.put("digest", digest);
        }
        return Request.of(Method.PUT, path(node) + "/config", parameters, "set the notes of node " + node, Done::read);
    }

    /**
     * The tasks that run on a node now.
     *
     * @see "PVE API: GET /nodes/{node}/tasks"
     */
    public static Request<List<Task>> activeTasks(String node) {
        return tasks(node, Map.of("source", "active"), "list the running tasks of " + node);
    }

    /**
     * The tasks that run on a node now for one guest.
     *
     * @see "PVE API: GET /nodes/{node}/tasks"
     */
    public static Request<List<Task>> activeTasks(String node, VmId guest) {
        return tasks(
                node, Map.of("source", "active", "vmid", guest.toString()), "list the running tasks of guest " + guest);
    }

    /**
     * The newest tasks of a node for one guest, running or ended, newest first.
     *
     * @param limit how many at most
     * @see "PVE API: GET /nodes/{node}/tasks"
     */
    public static Request<List<Task>> tasks(String node, VmId guest, int limit) {
        return tasks(
                node,
                Map.of("source", "all", "vmid", guest.toString(), "limit", Integer.toString(limit)),
                "list the tasks of guest " + guest);
    }

    private static Request<List<Task>> tasks(String node, Map<String, String> parameters, String purpose) {
        return Request.of(
                Method.GET,
                path(node) + "/tasks",
                parameters,
                purpose,
                data -> Json.list(
                        data, task -> new Task(Upid.parse(Json.text(task, "upid")), Json.text(task, "status"))));
    }

    /**
     * How a task stands.
     *
     * @see "PVE API: GET /nodes/{node}/tasks/{upid}/status"
     */
    public static Request<TaskStatus> taskStatus(Upid upid) {
        return Request.of(
                Method.GET, task(upid) + "/status", Map.of(), "ask for the status of task " + upid, NodeApi::status);
    }

    private static TaskStatus status(JsonNode data) {
        String status = Json.text(data, "status");
        return switch (status) {
            case "running" -> TaskStatus.RUNNING;
            case "stopped" -> new TaskStatus(false, Json.text(data, "exitstatus"));
            default -> throw new IllegalArgumentException("a task is running or stopped, not '" + status + "'");
        };
    }

    /**
     * Lines of a task's log. A log without lines gives none.
     *
     * @param start how many lines to leave out
     * @param limit how many lines at most
     * @see "PVE API: GET /nodes/{node}/tasks/{upid}/log"
     */
    public static Request<List<TaskLogLine>> taskLog(Upid upid, long start, int limit) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("start", Long.toString(start));
        parameters.put("limit", Integer.toString(limit));
        return Request.of(Method.GET, task(upid) + "/log", parameters, "read the log of task " + upid, NodeApi::lines);
    }

    /** An empty log comes as a line "no content" ({@code PVE/Tools.pm dump_logfile}). */
    private static List<TaskLogLine> lines(JsonNode data) {
        List<TaskLogLine> lines =
                Json.list(data, line -> new TaskLogLine(Json.number(line, "n"), Json.text(line, "t")));
        boolean empty = lines.size() == 1
                && lines.get(0).text().equals("no content")
                && lines.get(0).number() == 1;
        return empty ? List.of() : lines;
    }

    /**
     * Stops a task: asked to end, killed after 5 s.
     *
     * @see "PVE API: DELETE /nodes/{node}/tasks/{upid}"
     */
    public static Request<Done> stopTask(Upid upid) {
        return Request.of(Method.DELETE, task(upid), Map.of(), "stop task " + upid, Done::read);
    }

    private static String task(Upid upid) {
        return path(upid.node()) + "/tasks/" + FormEncoding.encode(upid.toString());
    }

    static String path(String node) {
        return "/nodes/" + FormEncoding.encode(node);
    }
}
