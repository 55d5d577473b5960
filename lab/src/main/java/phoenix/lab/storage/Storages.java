package phoenix.lab.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Caller;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** The storages of the node, where their files lie, and who may use which volume. Safe for use by several threads. */
public final class Storages {
    private final StorageFile file;
    private final Node node;

    public Storages(Node node) {
        this.node = node;
        this.file = new StorageFile(node.root().resolve("etc/pve/storage.cfg"));
    }

    /** SHA-1 of {@code storage.cfg}. */
    String digest() {
        return file.digest();
    }

    synchronized void change(UnaryOperator<List<Storage>> change) {
        file.write(change.apply(new ArrayList<>(file.read())));
    }

    public List<Storage> all() {
        return file.read();
    }

    /** @throws ApiException if there is no such storage */
    public Storage get(String id) {
        return all().stream()
                .filter(storage -> storage.id().equals(id))
                .findFirst()
                .orElseThrow(() -> ApiException.failure("storage '" + id + "' does not exist"));
    }

    /** @throws ApiException if there is no such storage, or it is switched off */
    public Storage enabled(String id) {
        Storage storage = get(id);
        if (storage.isDisabled()) {
            throw ApiException.failure("storage '" + id + "' is disabled");
        }
        return storage;
    }

    /** Whether a text names a volume; else it may be a path. */
    public static boolean isVolumeId(String text) {
        return text.matches("(?is)[a-z][a-z0-9\\-_.]*[a-z0-9]:.+");
    }

    /**
     * Reads a volume's ID, with Proxmox's text for a malformed one.
     *
     * @throws ApiException if it is none
     */
    public static VolumeId volumeId(String text) {
        if (!isVolumeId(text)) {
            throw ApiException.failure("unable to parse volume ID '" + text + "'");
        }
        return VolumeId.parse(text);
    }

    public VolumeName name(VolumeId volume) {
        return VolumeName.parse(get(volume.storage()), volume.volume());
    }

    /** Where a volume lies, as the node sees it. */
    public String path(VolumeId volume) {
        Storage storage = get(volume.storage());
        VolumeName name = name(volume);
        return storage.isFolder()
                ? storage.path() + "/" + VolumeName.folderOf(name.content()) + "/" + name.name()
                : "/" + storage.pool() + "/" + name.name();
    }

    /** Where a file of a folder storage lies, as this process sees it. */
    public Path file(VolumeId volume) {
        return seenFromHere(path(volume));
    }

    Path folder(Storage storage, String content) {
        return seenFromHere(storage.path() + "/" + VolumeName.folderOf(content));
    }

    private Path seenFromHere(String path) {
        return node.root().resolve(path.substring(1));
    }

    /**
     * Makes sure that the caller may use a volume.
     *
     * @param guest for which guest; empty if for none
     * @param content what it must be; empty if anything
     * @see "PVE source: PVE/Storage.pm check_volume_access"
     */
    public void checkAccess(Caller caller, Optional<VmId> guest, VolumeId volume, Optional<String> content) {
        VolumeName name = name(volume);
        boolean fits = content.isEmpty()
                || content.get().equals(name.content())
                || (content.get().equals("rootdir") && name.content().equals("images"));
        if (!fits) {
            throw ApiException.failure(
                    "unable to use volume " + volume + " - content type needs to be '" + content.get() + "'");
        }
        String path = "/storage/" + volume.storage();
        if (caller.may(path, "Datastore.Allocate")) {
            return;
        }
        if (Set.of("iso", "vztmpl", "import").contains(name.content())) {
            caller.checkAny(path, "Datastore.AllocateSpace", "Datastore.Audit");
        } else if (name.owner().isPresent() && name.owner().equals(guest)) {
            return;
        } else if (name.owner().isPresent()) {
            caller.check(path, "Datastore.Audit");
            caller.check("/vms/" + name.owner().get(), "VM.Config.Disk");
        } else {
            throw ApiException.failure("missing privileges to access " + volume);
        }
    }
}
