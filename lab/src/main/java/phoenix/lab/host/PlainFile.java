package phoenix.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import phoenix.lab.node.NodeException;

/** Small text files of the machine, written whole or not at all. Not for what lies in a guest: see {@link GuestTree}. */
final class PlainFile {
    private static final String READABLE = "rw-r--r--";

    private PlainFile() {}

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new NodeException("cannot read " + file + ": " + failed, failed);
        }
    }

    /** Writes a file that everyone may read, unless it says the same already. */
    static void write(Path file, String text) {
        write(file, text, READABLE);
    }

    /**
     * Writes a file, unless it says the same already.
     *
     * @param permissions such as {@code rwxr-xr-x}
     */
    static void write(Path file, String text, String permissions) {
        try {
            if (Files.isRegularFile(file) && Files.readString(file).equals(text)) {
                return;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path born = file.resolveSibling("." + file.getFileName() + ".new");
            Files.deleteIfExists(born);
            Files.createFile(born, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(born, text);
            Files.setPosixFilePermissions(born, PosixFilePermissions.fromString(permissions));
            Files.move(born, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new NodeException("cannot write " + file + ": " + failed, failed);
        }
    }

    /** What lies in a folder, sorted; nothing if there is no such folder. */
    static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList();
        } catch (IOException failed) {
            throw new NodeException("cannot list " + folder + ": " + failed, failed);
        }
    }

    static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException failed) {
            throw new NodeException("cannot look at " + file + ": " + failed, failed);
        }
    }

    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new NodeException("cannot make the folder " + folder + ": " + failed, failed);
        }
    }

    static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new NodeException("cannot move " + from + " to " + to + ": " + failed, failed);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new NodeException("cannot delete " + file + ": " + failed, failed);
        }
    }

    /** Makes a symbolic link, in the place of whatever file or link is there. */
    static void link(Path link, String target) {
        try {
            if (Files.isSymbolicLink(link)
                    && Files.readSymbolicLink(link).toString().equals(target)) {
                return;
            }
            Files.createDirectories(link.toAbsolutePath().getParent());
            Path born = link.resolveSibling("." + link.getFileName() + ".new");
            Files.deleteIfExists(born);
            Files.createSymbolicLink(born, Path.of(target));
            Files.move(born, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new NodeException("cannot link " + link + " to " + target + ": " + failed, failed);
        }
    }
}
