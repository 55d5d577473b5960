package phoenix.lab.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.node.Node;
import phoenix.lab.node.Volumes;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/**
 * What lies on the storages, and how full they are, in the words of the API.
 *
 * @see "PVE source: PVE/Storage/Plugin.pm list_volumes, PVE/Storage.pm storage_info"
 */
public final class StorageListing {
    private static final List<String> CONTENTS =
            List.of("rootdir", "images", "vztmpl", "iso", "backup", "import", "snippets");

    private final Storages storages;
    private final Node node;
    private final VolumeReferences references;

    public StorageListing(Storages storages, Node node, VolumeReferences references) {
        this.storages = storages;
        this.node = node;
        this.references = references;
    }

    /** The volumes of a storage, by name. */
    List<Map<String, @Nullable Object>> volumes(Storage storage, Optional<VmId> guest, Optional<String> content) {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (String kind : content.map(List::of).orElse(CONTENTS)) {
            if (!storage.holds(kind)) {
                continue;
            }
            if (kind.equals("rootdir") || kind.equals("images")) {
                found.addAll(storage.isFolder() ? List.of() : guests(storage, guest, kind));
            } else if (storage.isFolder() && (guest.isEmpty() || kind.equals("snippets"))) {
                found.addAll(files(storage, kind));
                found.addAll(offered(storage, kind));
            }
        }
        found.sort(Comparator.comparing(
                volume -> String.valueOf(volume.get("volid")).toLowerCase(Locale.ROOT)));
        return found;
    }

    private List<Map<String, @Nullable Object>> guests(Storage storage, Optional<VmId> guest, String kind) {
        Map<String, VolumeId> named = new LinkedHashMap<>();
        references.all().stream()
                .filter(id -> id.storage().equals(storage.id()))
                .forEach(id -> named.put(id.fileName(), id));
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        List<Volumes.Usage> there = new ArrayList<>(node.volumes().list());
        there.addAll(node.images().list());
        for (Volumes.Usage usage : there) {
            // A linked clone is called after its base, which only the configuration knows.
            VolumeId id = named.getOrDefault(usage.volume(), new VolumeId(storage.id(), usage.volume()));
            VolumeName name = VolumeName.parse(storage, id.volume());
            VmId owner = name.owner().orElseThrow();
            boolean wanted = guest.isEmpty() || guest.get().equals(owner);
            if (!wanted || kind.equals("rootdir") != references.isContainer(owner)) {
                continue;
            }
            Map<String, @Nullable Object> volume = new LinkedHashMap<>();
            volume.put("volid", id.toString());
            volume.put("name", usage.volume());
            volume.put("format", usage.volume().matches("(?:subvol|basevol)-.*") ? "subvol" : "raw");
            volume.put("size", usage.quota().bytes());
            volume.put("vmid", owner.value());
            volume.put("content", kind);
            volume.put("parent", name.base().map(base -> base + "@__base__").orElse(null));
            found.add(volume);
        }
        return found;
    }

    /** The cloud images that the lab offers: listed from the beginning, and made when the first disk is made from one. */
    private List<Map<String, @Nullable Object>> offered(Storage storage, String kind) {
        if (!kind.equals("import") || !storage.id().equals("local")) {
            return List.of();
        }
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (String name : node.cloudImages().names()) {
            VolumeId id = new VolumeId(storage.id(), kind + "/" + name);
            if (!Files.exists(storages.file(id))) {
                Map<String, @Nullable Object> volume = new LinkedHashMap<>();
                volume.put("volid", id.toString());
                volume.put("format", format(kind, name));
                volume.put("size", 0);
                volume.put("content", kind);
                found.add(volume);
            }
        }
        return found;
    }

    private List<Map<String, @Nullable Object>> files(Storage storage, String kind) {
        Path folder = storages.folder(storage, kind);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") || !VolumeName.isFileOf(kind, name)) {
                    continue;
                }
                Map<String, @Nullable Object> volume = new LinkedHashMap<>();
                volume.put("volid", storage.id() + ":" + kind + "/" + name);
                volume.put("format", format(kind, name));
                volume.put("size", Files.size(file));
                volume.put("ctime", Files.getLastModifiedTime(file).toMillis() / 1000);
                volume.put("content", kind);
                found.add(volume);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + folder, failed);
        }
        return found;
    }

    static String format(String kind, String name) {
        return switch (kind) {
            case "vztmpl" -> "t" + name.substring(name.lastIndexOf('.') + 1);
            case "snippets" -> "snippet";
            case "import" -> name.substring(name.lastIndexOf('.') + 1);
            case "backup" -> name.replaceFirst(".*?\\.(tgz|(?:tar|vma).*)$", "$1");
            default -> kind;
        };
    }

    /** A storage's state. */
    public record State(Storage storage, long total, long used) {
        /**
         * The state in the words of the API: nobody asks a disabled storage how full it is.
         *
         * @see "PVE source: PVE/Storage.pm storage_info"
         */
        Map<String, Object> json() {
            boolean off = storage.isDisabled();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", storage.type());
            json.put("content", String.join(",", storage.content()));
            json.put("active", off ? 0 : 1);
            json.put("enabled", off ? 0 : 1);
            json.put("shared", storage.isShared() ? 1 : 0);
            json.put("total", off ? 0 : total);
            json.put("used", off ? 0 : used);
            json.put("avail", off ? 0 : total - used);
            return json;
        }
    }

    /** How full a storage is. */
    public State state(Storage storage) {
        if (!storage.isFolder()) {
            Volumes.Space space = node.volumes().space();
            return new State(storage, space.total().bytes(), space.used().bytes());
        }
        Path folder = node.root().resolve(storage.path().substring(1));
        try {
            Files.createDirectories(folder);
            // Asked of the file, not of its FileStore, which Java does not find where / is no mount point, as in a
            // chroot.
            long total = folder.toFile().getTotalSpace();
            return new State(storage, total, total - folder.toFile().getFreeSpace());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot ask how full " + folder + " is", failed);
        }
    }
}
