package phoenix.pve.api;

import java.util.List;
import java.util.Map;
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
