package phoenix.pve.api;

import phoenix.pve.GuestKind;
import phoenix.pve.Tags;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

/**
 * A guest in the cluster's list.
 *
 * @param name empty for some seconds after it was made
 * @param status {@code running}, {@code stopped}; {@code unknown} for some seconds after it was made
 * @param lock what holds it, such as {@code backup}; empty if nothing does
 * @param uptimeSeconds 0 if it does not run
 * @param pool the resource pool that it is in; empty if it is in none that we may see
 */
public record GuestResource(
        VmId id,
        GuestKind kind,
        String node,
        String name,
        String status,
        boolean template,
        String lock,
        Tags tags,
        long uptimeSeconds,
        String pool) {
    static GuestResource read(JsonNode guest) {
        return new GuestResource(
                VmId.parse(Json.text(guest, "vmid")),
                Json.text(guest, "type").equals("qemu") ? GuestKind.VM : GuestKind.CONTAINER,
                Json.text(guest, "node"),
                Json.text(guest, "name"),
                Json.text(guest, "status"),
                Json.flag(guest, "template"),
                Json.text(guest, "lock"),
                Tags.parse(Json.text(guest, "tags")),
                Json.number(guest, "uptime"),
                Json.text(guest, "pool"));
    }

    public boolean running() {
        return status.equals("running");
    }
}
