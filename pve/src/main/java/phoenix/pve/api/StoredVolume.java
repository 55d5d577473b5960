package phoenix.pve.api;

import org.jspecify.annotations.Nullable;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;
import tools.jackson.databind.JsonNode;

/**
 * A volume on a storage.
 *
 * @param format such as {@code subvol}, {@code raw}, {@code tzst}
 * @param owner the guest that it belongs to; null for templates and the like
 */
public record StoredVolume(
        VolumeId id,
        String content,
        String format,
        long bytes,
        @Nullable VmId owner) {
    static StoredVolume read(JsonNode volume) {
        String owner = Json.text(volume, "vmid");
        return new StoredVolume(
                VolumeId.parse(Json.text(volume, "volid")),
                Json.text(volume, "content"),
                Json.text(volume, "format"),
                Json.number(volume, "size"),
                owner.isEmpty() || owner.equals("0") ? null : VmId.parse(owner));
    }
}
