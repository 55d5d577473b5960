package phoenix.pve.api;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A storage as a node has it.
 *
 * @param type such as {@code dir} or {@code zfspool}
 * @param content what it may hold, such as {@code rootdir}; in no order
 * @param active whether it can be used now
 * @param totalBytes 0 if it is not active
 */
public record StorageStatus(
        String name,
        String type,
        Set<String> content,
        boolean active,
        boolean shared,
        long totalBytes,
        long freeBytes) {
    public StorageStatus {
        content = Set.copyOf(content);
    }

    static StorageStatus read(JsonNode storage) {
        return new StorageStatus(
                Json.text(storage, "storage"),
                Json.text(storage, "type"),
                Set.copyOf(List.of(Json.text(storage, "content").split("[,\\s]+"))),
                Json.flag(storage, "active"),
                Json.flag(storage, "shared"),
                Json.number(storage, "total"),
                Json.number(storage, "avail"));
    }
}
