package phoenix.pve.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import phoenix.pve.VmId;

/** Requests about the whole cluster. */
public final class ClusterApi {
    private ClusterApi() {}

    /**
     * All guests of all nodes with their live status, which is up to 10 s old; locks and tags are fresh. Guests that the user may not see are left out.
     *
     * @see "PVE API: GET /cluster/resources?type=vm"
     */
    public static Request<List<GuestResource>> guests() {
        return Request.of(
                Method.GET,
                "/cluster/resources",
                Map.of("type", "vm"),
                "list the guests of the cluster",
                data -> Json.list(data, GuestResource::read));
    }

    /**
     * The names of the resource pools that the user may see.
     *
     * @see "PVE API: GET /pools"
     */
    public static Request<Set<String>> pools() {
        return Request.of(
                Method.GET,
                "/pools",
                Map.of(),
                "list the resource pools",
                data -> new TreeSet<>(Json.list(data, pool -> Json.text(pool, "poolid"))));
    }

    /**
     * Asks whether there is a resource pool of that name.
     *
     * @return a request that is refused as {@link PveException.NotFound} if there is none, as {@link PveException.Denied} if the user may
     *     not know
     * @see "PVE API: GET /pools/{poolid}"
     */
    public static Request<Done> pool(String pool) {
        return Request.of(Method.GET, "/pools/" + pool, Map.of(), "read the resource pool '" + pool + "'", Done::read);
    }

    /**
     * Makes a resource pool. One of that name is {@link PveException.Rejected}.
     *
     * @see "PVE API: POST /pools"
     */
    public static Request<Done> createPool(String pool) {
        return Request.of(
                Method.POST, "/pools", Map.of("poolid", pool), "make the resource pool '" + pool + "'", Done::read);
    }

    /**
     * Makes a guest a member of a resource pool; it leaves the one that it is in. A member already is {@link PveException.Rejected}.
     *
     * @see "PVE API: PUT /pools"
     */
    public static Request<Done> addToPool(String pool, VmId guest) {
        return Request.of(
                Method.PUT,
                "/pools",
                Map.of("poolid", pool, "vms", guest.toString(), "allow-move", "1"),
                "make " + guest + " a member of pool '" + pool + "'",
                Done::read);
    }

    /**
     * Takes a guest out of a resource pool.
     *
     * @see "PVE API: PUT /pools"
     */
    public static Request<Done> removeFromPool(String pool, VmId guest) {
        return Request.of(
                Method.PUT,
                "/pools",
                Map.of("poolid", pool, "vms", guest.toString(), "delete", "1"),
                "take " + guest + " out of pool '" + pool + "'",
                Done::read);
    }

    /**
     * The lowest free guest ID. It reserves nothing.
     *
     * @see "PVE API: GET /cluster/nextid"
     */
    public static Request<VmId> nextId() {
        return Request.of(
                Method.GET,
                "/cluster/nextid",
                Map.of(),
                "ask for a free guest ID",
                data -> VmId.parse(Json.asText(data)));
    }

    /**
     * Asks whether a guest ID is free, also of guests that the user may not see.
     *
     * @return a request that is refused as a {@link PveException.Conflict} if the ID is taken
     * @see "PVE API: GET /cluster/nextid?vmid="
     */
    public static Request<VmId> isFree(VmId id) {
        return Request.of(
                Method.GET,
                "/cluster/nextid",
                Map.of("vmid", id.toString()),
                "use the guest ID " + id,
                data -> VmId.parse(Json.asText(data)));
    }
}
