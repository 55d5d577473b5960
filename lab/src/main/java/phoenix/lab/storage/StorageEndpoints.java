package phoenix.lab.storage;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.storage;
import static phoenix.lab.rest.StandardParams.vmid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.node.Volumes;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.lab.task.Tasks;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * The endpoints about storages and their content.
 *
 * @see "PVE source: PVE/API2/Storage/{Config,Status,Content}.pm"
 */
public final class StorageEndpoints {
    private static final Permission READING =
            Permission.onAny("/storage/{storage}", "Datastore.Audit", "Datastore.AllocateSpace");
    private static final List<String> READING_PRIVILEGES = List.of("Datastore.Audit", "Datastore.AllocateSpace");

    private final Storages storages;
    private final StorageListing listing;
    private final GuestVolumes volumes;
    private final Tasks tasks;

    public StorageEndpoints(Storages storages, StorageListing listing, GuestVolumes volumes, Tasks tasks) {
        this.storages = storages;
        this.listing = listing;
        this.volumes = volumes;
        this.tasks = tasks;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/storage")
                        .with(Param.string("type")
                                .optional()
                                .oneOf(
                                        "btrfs",
                                        "cephfs",
                                        "cifs",
                                        "dir",
                                        "esxi",
                                        "glusterfs",
                                        "iscsi",
                                        "iscsidirect",
                                        "lvm",
                                        "lvmthin",
                                        "nfs",
                                        "pbs",
                                        "rbd",
                                        "zfs",
                                        "zfspool"))
                        .allowAnyUser()
                        .handledBy(this::configured),
                Endpoint.get("/storage/{storage}")
                        .with(storage())
                        .allow(Permission.on("/storage/{storage}", "Datastore.Allocate"))
                        .handledBy(call -> describe(storages.get(call.text("storage")))),
                Endpoint.get("/nodes/{node}/storage")
                        .with(
                                node(),
                                storage().optional(),
                                Param.string("content").optional().format("pve-storage-content-list"),
                                Param.bool("enabled").optional().byDefault(false),
                                Param.bool("format").optional().byDefault(false),
                                Param.string("target").optional().format("pve-node"))
                        .allowAnyUser()
                        .asRoot()
                        .handledBy(this::states),
                Endpoint.get("/nodes/{node}/storage/{storage}")
                        .with(node(), storage())
                        .allow(READING)
                        .handledBy(call -> Stream.of("content", "status")
                                .map(name -> Map.of("subdir", name))
                                .toList()),
                Endpoint.get("/nodes/{node}/storage/{storage}/status")
                        .with(node(), storage())
                        .allow(READING)
                        .asRoot()
                        .handledBy(this::state),
                Endpoint.get("/nodes/{node}/storage/{storage}/content")
                        .with(
                                node(),
                                storage(),
                                vmid().optional(),
                                Param.string("content").optional().format("pve-storage-content"))
                        .allow(READING)
                        .asRoot()
                        .handledBy(this::content),
                Endpoint.get("/nodes/{node}/storage/{storage}/content/{volume}")
                        .with(node(), storage().optional(), Param.string("volume"))
                        .allowAnyUser()
                        .asRoot()
                        .handledBy(this::volume),
                Endpoint.delete("/nodes/{node}/storage/{storage}/content/{volume}")
                        .with(
                                node(),
                                storage().optional(),
                                Param.string("volume"),
                                Param.integer("delay").optional().minimum(1).maximum(30))
                        .allowAnyUser()
                        .handledBy(this::delete));
    }

    private Object configured(Call call) {
        return storages.all().stream()
                .filter(storage -> call.caller().mayAny("/storage/" + storage.id(), READING_PRIVILEGES))
                .filter(storage -> call.find("type")
                        .filter(type -> !type.equals(storage.type()))
                        .isEmpty())
                .map(this::describe)
                .toList();
    }

    private Map<String, Object> describe(Storage storage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("storage", storage.id());
        json.put("type", storage.type());
        json.put("digest", storages.digest());
        storage.options()
                .forEach((option, value) ->
                        json.put(option, value.matches("[0-9]{1,9}") ? (Object) Integer.parseInt(value) : value));
        json.put("content", String.join(",", storage.content()));
        return json;
    }

    private Object states(Call call) {
        List<String> wanted =
                call.find("content").map(phoenix.lab.schema.Formats::split).orElse(List.of());
        List<Map<String, Object>> states = new ArrayList<>();
        for (Storage storage : storages.all()) {
            boolean holds = wanted.isEmpty()
                    || (!storage.isDisabled() && wanted.stream().anyMatch(storage::holds));
            boolean named =
                    call.find("storage").filter(id -> !id.equals(storage.id())).isEmpty();
            boolean shown = holds
                    && named
                    && call.caller().mayAny("/storage/" + storage.id(), READING_PRIVILEGES)
                    && !(call.flag("enabled") && storage.isDisabled())
                    && isHere(call.text("target", "localhost"));
            if (shown) {
                StorageListing.State found = listing.state(storage);
                Map<String, Object> state = found.json();
                state.put("storage", storage.id());
                if (found.total() > 0) {
                    state.put("used_fraction", (double) found.used() / found.total());
                }
                states.add(state);
            }
        }
        boolean unknown = call.find("storage").isPresent()
                && storages.all().stream().noneMatch(storage -> storage.id().equals(call.text("storage")));
        if (unknown) {
            throw ApiException.parameter("storage", "No such storage.");
        }
        return states;
    }

    private static boolean isHere(String node) {
        return node.equals("localhost") || node.equals(phoenix.lab.node.Node.NAME);
    }

    private Object state(Call call) {
        return storages.all().stream()
                .filter(storage -> storage.id().equals(call.text("storage")))
                .findFirst()
                .map(storage -> listing.state(storage).json())
                .orElseThrow(() -> ApiException.parameter("storage", "No such storage."));
    }

    private Object content(Call call) {
        Storage storage = storages.enabled(call.text("storage"));
        return listing.volumes(storage, call.find("vmid").map(VmId::parse), call.find("content")).stream()
                .filter(volume -> mayUse(call, Storages.volumeId(String.valueOf(volume.get("volid")))))
                .toList();
    }

    private boolean mayUse(Call call, VolumeId volume) {
        try {
            storages.checkAccess(call.caller(), Optional.empty(), volume, Optional.empty());
            return true;
        } catch (ApiException hidden) {
            // Proxmox leaves out what the caller may not use.
            return false;
        }
    }

    /** The volume may be named with its storage or, behind the storage's path, without. */
    private static VolumeId volumeOf(Call call) {
        String volume = call.text("volume");
        if (volume.indexOf(':') < 0) {
            return new VolumeId(call.text("storage"), volume);
        }
        VolumeId id = Storages.volumeId(volume);
        if (!id.storage().equals(call.text("storage"))) {
            throw ApiException.parameter(
                    "volume", "storage ID mismatch (" + id.storage() + " != " + call.text("storage") + ")\n");
        }
        return id;
    }

    private Object volume(Call call) {
        VolumeId id = volumeOf(call);
        storages.checkAccess(call.caller(), Optional.empty(), id, Optional.empty());
        VolumeName name = storages.name(id);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("path", storages.path(id));
        if (name.content().equals("images")) {
            Volumes.Usage usage = volumes.usage(id);
            answer.put("size", usage.quota().bytes());
            answer.put("used", usage.used().bytes());
            answer.put("format", name.name().matches("(?:vm|base)-.*") ? "raw" : "subvol");
            return answer;
        }
        Path file = storages.file(id);
        if (!Files.isRegularFile(file)) {
            throw ApiException.failure("volume_size_info on '" + id + "' failed - no format");
        }
        try {
            answer.put("size", Files.size(file));
            answer.put("used", Files.size(file));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot ask how large " + file + " is", failed);
        }
        answer.put("format", "raw");
        return answer;
    }

    private @Nullable Object delete(Call call) {
        VolumeId id = volumeOf(call);
        VolumeName name = storages.name(id);
        call.caller().check("/storage/" + id.storage(), "Datastore.Allocate");
        String about = name.owner().map(owner -> owner + "@").orElse("") + id.storage();
        return tasks.start("imgdel", about, call.caller(), task -> {
                    if (name.content().equals("images")) {
                        volumes.free(id);
                    } else {
                        remove(storages.file(id), id);
                    }
                    task.log("Removed volume '" + id + "'");
                })
                .toString();
    }

    private static void remove(Path file, VolumeId id) {
        try {
            if (!Files.deleteIfExists(file)) {
                throw ApiException.failure("disk image '" + id + "' does not exist");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file, failed);
        }
    }
}
