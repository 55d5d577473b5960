package phoenix.pve.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import phoenix.pve.Upid;

/** Requests about a node's interfaces. Changes are only staged until {@link #apply}; nobody's staged changes are kept apart from another's. */
public final class NetworkApi {
    private NetworkApi() {}

    /**
     * All interfaces with their options, as they will be once what is staged is applied.
     *
     * @see "PVE API: GET /nodes/{node}/network"
     */
    public static Request<List<Map<String, String>>> list(String node) {
        return Request.of(
                Method.GET,
                path(node),
                Map.of(),
                "read the interfaces of node " + node,
                data -> Json.list(data, Json::options));
    }

    /**
     * Stages a new interface.
     *
     * @param options {@code type} among them
     * @see "PVE API: POST /nodes/{node}/network"
     */
    public static Request<Done> create(String node, String name, Map<String, String> options) {
        Map<String, String> parameters = new HashMap<>(options);
        parameters.put("iface", name);
        return Request.of(Method.POST, path(node), parameters, "stage new interface " + name, Done::read);
    }

    /**
     * Stages a change of an interface.
     *
     * @param options the whole definition: one without an address would take the address away
     * @see "PVE API: PUT /nodes/{node}/network/{iface}"
     */
    public static Request<Done> change(String node, String name, Map<String, String> options) {
        return Request.of(
                Method.PUT,
                path(node) + "/" + FormEncoding.encode(name),
                options,
                "stage a change of interface " + name,
                Done::read);
    }

    /**
     * Puts in force what is staged.
     *
     * @see "PVE API: PUT /nodes/{node}/network"
     */
    public static Request<Upid> apply(String node) {
        return Request.of(Method.PUT, path(node), Map.of(), "put the staged network in force", Json::upid);
    }

    private static String path(String node) {
        return NodeApi.path(node) + "/network";
    }
}
