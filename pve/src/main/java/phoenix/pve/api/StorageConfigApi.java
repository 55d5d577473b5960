package phoenix.pve.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests about how the cluster's storages are defined. */
public final class StorageConfigApi {
    private StorageConfigApi() {}

    /**
     * The definitions of all storages, each with its options; {@code storage} and {@code type} are among them.
     *
     * @see "PVE API: GET /storage"
     */
    public static Request<List<Map<String, String>>> list() {
        return Request.of(
                Method.GET,
                "/storage",
                Map.of(),
                "read the storages' definitions",
                data -> Json.list(data, Json::options));
    }

    /**
     * Defines a storage.
     *
     * @see "PVE API: POST /storage"
     */
    public static Request<Done> create(String id, String type, Map<String, String> options) {
        Map<String, String> parameters = new HashMap<>(options);
        parameters.put("storage", id);
        parameters.put("type", type);
        return Request.of(Method.POST, "/storage", parameters, "define storage " + id, Done::read);
    }

    /**
     * Forgets a storage's definition. What lies on it stays.
     *
     * @see "PVE API: DELETE /storage/{storage}"
     */
    public static Request<Done> delete(String id) {
        return Request.of(
                Method.DELETE, "/storage/" + FormEncoding.encode(id), Map.of(), "forget storage " + id, Done::read);
    }

    /**
     * Changes options of a storage's definition; others stay.
     *
     * @see "PVE API: PUT /storage/{storage}"
     */
    public static Request<Done> update(String id, Map<String, String> options) {
        return Request.of(
                Method.PUT, "/storage/" + FormEncoding.encode(id), options, "change storage " + id, Done::read);
    }
}
