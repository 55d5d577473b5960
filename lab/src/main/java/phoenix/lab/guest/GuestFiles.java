package phoenix.lab.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.VolumeReferences;
import phoenix.pve.GuestConfig;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** The containers' configuration files below {@code /etc/pve/nodes/<node>/lxc}. Safe for use by several threads. */
public final class GuestFiles implements VolumeReferences {
    /** A file that has just been written may be written again without looking any newer. */
    private static final Duration SETTLED = Duration.ofMillis(200);

    private final Path folder;
    private final Map<VmId, Seen> seen = new ConcurrentHashMap<>();

    /** A file as it was read: what tells that it is still the same, and what it said. */
    private record Seen(@Nullable Object key, FileTime time, long size, GuestConfig config, String digest) {
        boolean isStill(BasicFileAttributes file) {
            return Objects.equals(key, file.fileKey()) && time.equals(file.lastModifiedTime()) && size == file.size();
        }
    }

    /** @param etcPve the node's {@code /etc/pve} */
    public GuestFiles(Path etcPve) {
        this.folder = etcPve.resolve("nodes").resolve(Node.NAME).resolve("lxc");
    }

    private Path file(VmId id) {
        return folder.resolve(id + ".conf");
    }

    boolean exists(VmId id) {
        return Files.exists(file(id));
    }

    /** @throws ApiException if there is no such container */
    ContainerConfig load(VmId id) {
        return find(id).orElseThrow(() -> ApiException.failure(
                "Configuration file 'nodes/" + Node.NAME + "/lxc/" + id + ".conf' does not exist"));
    }

    /** Reads a file again only if it has changed. */
    Optional<ContainerConfig> find(VmId id) {
        try {
            BasicFileAttributes file = Files.readAttributes(file(id), BasicFileAttributes.class);
            Seen known = seen.get(id);
            if (known == null || !known.isStill(file)) {
                String text = Files.readString(file(id));
                known = new Seen(
                        file.fileKey(), file.lastModifiedTime(), file.size(), GuestConfig.parse(text), Sha1.of(text));
                if (file.lastModifiedTime().toInstant().plus(SETTLED).isBefore(Instant.now())) {
                    seen.put(id, known);
                }
            }
            return Optional.of(ContainerConfig.of(known.config(), known.digest()));
        } catch (NoSuchFileException absent) {
            seen.remove(id);
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file(id), failed);
        }
    }

    void write(VmId id, ContainerConfig config) {
        WholeFile.write(file(id), config.print());
    }

    void remove(VmId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file(id), failed);
        }
    }

    /** The containers, by number. */
    public List<VmId> ids() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[1-9][0-9]{2,8}\\.conf"))
                    .map(name -> VmId.parse(name.substring(0, name.length() - ".conf".length())))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + folder, failed);
        }
    }

    /** @throws ApiException if the number is taken */
    void checkUnused(VmId id) {
        if (exists(id)) {
            throw ApiException.failure("CT " + id + " already exists on node '" + Node.NAME + "'");
        }
        if (Files.exists(folder.resolveSibling("qemu-server").resolve(id + ".conf"))) {
            throw ApiException.failure("VM " + id + " already exists on node '" + Node.NAME + "'");
        }
    }

    @Override
    public Set<VolumeId> all() {
        Set<VolumeId> all = new HashSet<>();
        ids().forEach(id -> find(id).ifPresent(config -> all.addAll(Mounts.everywhere(config))));
        return all;
    }

    @Override
    public boolean isContainer(VmId id) {
        return exists(id);
    }
}
