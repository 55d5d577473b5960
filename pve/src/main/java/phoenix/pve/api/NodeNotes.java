package phoenix.pve.api;

import tools.jackson.databind.JsonNode;

/**
 * What people, and Phoenix, wrote on a node.
 *
 * @param digest names this very state of the node's own options; empty if nobody ever set any
 * @param description without the line feed that Proxmox appends; empty if there is none
 */
public record NodeNotes(String digest, String description) {
    static NodeNotes read(JsonNode data) {
        String description = Json.text(data, "description");
        return new NodeNotes(
                Json.text(data, "digest"),
                description.endsWith("\n") ? description.substring(0, description.length() - 1) : description);
    }
}
