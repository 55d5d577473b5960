package phoenix.lab.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.storage.VolumeReferences;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** The containers' configuration files below {@code /etc/pve/nodes/<node>/lxc}. Safe for use by several threads. */
public final class GuestFiles implements VolumeReferences {
    private final Path folder;

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

    Optional<ContainerConfig> find(VmId id) {
        try {
            String text = Files.readString(file(id));
            return Optional.of(ContainerConfig.parse(text, Sha1.of(text)));
        } catch (NoSuchFileException absent) {
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
