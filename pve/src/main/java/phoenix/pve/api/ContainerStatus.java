package phoenix.pve.api;

import phoenix.pve.Tags;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

/**
 * How a container is now.
 *
 * @param name its host name
 * @param lock what holds it, such as {@code snapshot}; empty if nothing does
 * @param uptimeSeconds 0 if it does not run
 */
public record ContainerStatus(
        VmId id, String name, boolean running, boolean template, String lock, Tags tags, long uptimeSeconds) {
    static ContainerStatus read(JsonNode container) {
        return new ContainerStatus(
                VmId.parse(Json.text(container, "vmid")),
                Json.text(container, "name"),
                Json.text(container, "status").equals("running"),
                Json.flag(container, "template"),
                Json.text(container, "lock"),
                Tags.parse(Json.text(container, "tags")),
                Json.number(container, "uptime"));
    }
}
