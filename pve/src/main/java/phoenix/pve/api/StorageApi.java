package phoenix.pve.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import phoenix.pve.DiskSize;
import phoenix.pve.Upid;
import phoenix.pve.VolumeId;

/** Requests about a node's storages, the volumes on them and the templates that can be fetched. */
public final class StorageApi {
    private StorageApi() {}

    /**
     * The storages that a node has.
     *
     * @see "PVE API: GET /nodes/{node}/storage"
     */
    public static Request<List<StorageStatus>> storages(String node) {
        return Request.of(
                Method.GET,
                NodeApi.path(node) + "/storage",
                Map.of(),
                "list the storages of " + node,
                data -> Json.list(data, StorageStatus::read));
    }

    /**
     * The volumes on a storage.
     *
     * @param content a content type such as {@code vztmpl} or {@code rootdir}; empty for all
     * @see "PVE API: GET /nodes/{node}/storage/{storage}/content"
     */
    public static Request<List<StoredVolume>> content(String node, String storage, String content) {
        return Request.of(
                Method.GET,
                content(node, storage),
                content.isEmpty() ? Map.of() : Map.of("content", content),
                "list what is on storage " + storage,
                data -> Json.list(data, StoredVolume::read));
    }

    /**
     * Where a volume lies on the node.
     *
     * @return a request whose answer is a path
     * @see "PVE API: GET /nodes/{node}/storage/{storage}/content/{volume}"
     */
    public static Request<String> path(String node, VolumeId volume) {
        return Request.of(
                Method.GET,
                content(node, volume.storage()) + "/" + FormEncoding.encode(volume.toString()),
                Map.of(),
                "see where volume " + volume + " lies",
                data -> Json.text(data, "path"));
    }

    /**
     * How large a volume is: for a container's that is its limit, which a rollback does not take back on every storage.
     *
     * @see "PVE API: GET /nodes/{node}/storage/{storage}/content/{volume}"
     */
    public static Request<DiskSize> size(String node, VolumeId volume) {
        return Request.of(
                Method.GET,
                content(node, volume.storage()) + "/" + FormEncoding.encode(volume.toString()),
                Map.of(),
                "see how large volume " + volume + " is",
                data -> new DiskSize(Json.number(data, "size")));
    }

    /**
     * Deletes a volume.
     *
     * @return a request whose answer names the task; none where Proxmox was done with it at once
     * @see "PVE API: DELETE /nodes/{node}/storage/{storage}/content/{volume}"
     */
    public static Request<Optional<Upid>> deleteVolume(String node, VolumeId volume) {
        return Request.of(
                Method.DELETE,
                content(node, volume.storage()) + "/" + FormEncoding.encode(volume.toString()),
                Map.of(),
                "delete volume " + volume,
                data -> data.isNull() ? Optional.empty() : Optional.of(Json.upid(data)));
    }

    /**
     * The templates that the node's catalogue offers. {@code pveam update} on the node refreshes it.
     *
     * @see "PVE API: GET /nodes/{node}/aplinfo"
     */
    public static Request<List<ApplianceTemplate>> templates(String node) {
        return Request.of(
                Method.GET,
                NodeApi.path(node) + "/aplinfo",
                Map.of(),
                "list the templates that can be fetched",
                data -> Json.list(data, ApplianceTemplate::read));
    }

    /**
     * Fetches a template of the catalogue. One that is there already is left as it is.
     *
     * @param template its file name, as the catalogue gives it
     * @see "PVE API: POST /nodes/{node}/aplinfo"
     */
    public static Request<Upid> fetchTemplate(String node, String storage, String template) {
        return Request.of(
                Method.POST,
                NodeApi.path(node) + "/aplinfo",
                Map.of("storage", storage, "template", template),
                "fetch template " + template + " to storage " + storage,
                Json::upid);
    }

    /**
     * Has the node download a file to one of its storages. With a checksum, a file that is there and is right is left as it is; without one,
     * a file that is there is an error.
     *
     * @param volume what it will be; the first part of its name is the content type, such as {@code import}
     * @param url where it comes from
     * @param checksum {@code sha256:} and hexadecimal digits; empty for none
     * @see "PVE API: POST /nodes/{node}/storage/{storage}/download-url"
     */
    public static Request<Upid> download(String node, VolumeId volume, String url, String checksum) {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "url", url,
                "content", volume.volume().replaceFirst("/.*", ""),
                "filename", volume.fileName()));
        if (!checksum.isEmpty()) {
            parameters.put("checksum-algorithm", checksum.replaceFirst(":.*", ""));
            parameters.put("checksum", checksum.substring(checksum.lastIndexOf(':') + 1));
        }
        return Request.of(
                Method.POST,
                NodeApi.path(node) + "/storage/" + FormEncoding.encode(volume.storage()) + "/download-url",
                parameters,
                "fetch " + url + " to storage " + volume.storage(),
                Json::upid);
    }

    private static String content(String node, String storage) {
        return NodeApi.path(node) + "/storage/" + FormEncoding.encode(storage) + "/content";
    }
}
