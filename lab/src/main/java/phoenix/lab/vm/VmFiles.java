package phoenix.lab.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.Storages;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** The VMs' configuration files below {@code /etc/pve/nodes/<node>/qemu-server}. Safe for use by several threads. */
public final class VmFiles {
    /** A file that has just been written may be written again without looking any newer. */
    private static final Duration SETTLED = Duration.ofMillis(200);

    private final Path folder;
    private final Map<VmId, Seen> seen = new ConcurrentHashMap<>();

    /** A file as it was read, and what tells that it is still the same. */
    private record Seen(String mark, String text, String digest) {}

    /** @param etcPve the node's {@code /etc/pve} */
    public VmFiles(Path etcPve) {
        this.folder = etcPve.resolve("nodes").resolve(Node.NAME).resolve("qemu-server");
    }

    private Path file(VmId id) {
        return folder.resolve(id + ".conf");
    }

    public boolean exists(VmId id) {
        return Files.exists(file(id));
    }

    /** @throws ApiException if there is no such VM */
    VmConfig load(VmId id) {
        return find(id).orElseThrow(() -> ApiException.failure(
                "Configuration file 'nodes/" + Node.NAME + "/qemu-server/" + id + ".conf' does not exist"));
    }

    /** Reads a file again only if it has changed. */
    Optional<VmConfig> find(VmId id) {
        try {
            BasicFileAttributes file = Files.readAttributes(file(id), BasicFileAttributes.class);
            String mark = file.fileKey() + " " + file.lastModifiedTime() + " " + file.size();
            Seen known = seen.get(id);
            if (known == null || !known.mark().equals(mark)) {
                String text = Files.readString(file(id));
                known = new Seen(mark, text, Sha1.of(text));
                if (file.lastModifiedTime().toInstant().plus(SETTLED).isBefore(Instant.now())) {
                    seen.put(id, known);
                }
            }
            return Optional.of(VmConfig.of(known.text(), known.digest()));
        } catch (NoSuchFileException absent) {
            seen.remove(id);
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file(id), failed);
        }
    }

    void write(VmId id, VmConfig config) {
        WholeFile.write(file(id), config.print());
    }

    void remove(VmId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + file(id), failed);
        }
    }

    /** The VMs, by number. */
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

    /** @throws ApiException if the number is taken, by a guest of either kind */
    void checkUnused(VmId id) {
        if (exists(id)) {
            throw ApiException.failure("VM " + id + " already exists on node '" + Node.NAME + "'");
        }
        if (Files.exists(folder.resolveSibling("lxc").resolve(id + ".conf"))) {
            throw ApiException.failure("CT " + id + " already exists on node '" + Node.NAME + "'");
        }
    }

    /** Every volume that any VM's configuration names. */
    public Set<VolumeId> volumes() {
        Set<VolumeId> all = new HashSet<>();
        ids().forEach(id -> find(id).ifPresent(config -> Drives.everywhere(config).stream()
                .filter(Storages::isVolumeId)
                .forEach(volume -> all.add(VolumeId.parse(volume)))));
        return all;
    }
}
