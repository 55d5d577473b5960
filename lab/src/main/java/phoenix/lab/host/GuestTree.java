package phoenix.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.lab.node.NodeException;

/**
 * A guest's files, written from outside. The guest may have put symbolic links anywhere: paths are resolved as the guest would
 * resolve them, so a link to {@code /etc} or {@code ../../..} leads to the guest's own files and never to the machine's.
 *
 * <p>Meant for guests that do not run: one that swaps a folder for a link between our look and our step could still lead us out.
 */
final class GuestTree {
    private static final int MOST_LINKS = 40;
    private static final long LARGEST_FILE = 1 << 20;

    private final Path root;

    GuestTree(Path root) {
        this.root = root;
    }

    /** A regular file's text; empty if there is none. */
    Optional<String> read(String path) {
        Path file = resolve(path, true);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST_FILE) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new NodeException("cannot read the guest's " + path + ": " + failed, failed);
        }
    }

    boolean exists(String path) {
        return Files.exists(resolve(path, true), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes a file whole. A link in its place is replaced by the file; owner and mode of a file in its place are kept.
     *
     * @param permissions of a new file, such as {@code rw-r--r--}
     */
    void write(String path, String text, String permissions) {
        Path file = resolve(path, false);
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) <= LARGEST_FILE
                    && Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
                return;
            }
            makeFolder(folderOf(file));
            Path born = file.resolveSibling("." + file.getFileName() + ".phx-new");
            Files.deleteIfExists(born);
            Files.createFile(born, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(born, text);
            Set<PosixFilePermission> mode = PosixFilePermissions.fromString(permissions);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                mode = Files.getPosixFilePermissions(file);
                Files.setAttribute(born, "unix:uid", Files.getAttribute(file, "unix:uid"));
                Files.setAttribute(born, "unix:gid", Files.getAttribute(file, "unix:gid"));
            }
            Files.setPosixFilePermissions(born, mode);
            Files.move(born, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new NodeException("cannot write the guest's " + path + ": " + failed, failed);
        }
    }

    /** Makes a symbolic link, in the place of whatever file or link is there. */
    void link(String path, String target) {
        PlainFile.link(resolve(path, false), target);
    }

    /** Makes a folder with these permissions, unless it is there. */
    void folder(String path, String permissions) {
        Path folder = resolve(path, true);
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                makeFolder(folder);
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
            }
        } catch (IOException failed) {
            throw new NodeException("cannot make the guest's folder " + path + ": " + failed, failed);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    /**
     * Where a path of the guest's lies on the machine; what does not exist is taken as written.
     *
     * @param followLast whether a link at the path's very end is followed too
     */
    Path resolve(String path, boolean followLast) {
        Deque<String> ahead = new ArrayDeque<>();
        push(ahead, path);
        List<String> at = new ArrayList<>();
        int links = 0;
        while (!ahead.isEmpty()) {
            String name = ahead.pop();
            if (name.equals("..")) {
                at = at.subList(0, Math.max(0, at.size() - 1));
                continue;
            }
            Path next = below(at).resolve(name);
            if (!Files.isSymbolicLink(next) || (ahead.isEmpty() && !followLast)) {
                at.add(name);
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new NodeException("the guest's path " + path + " goes round in symbolic links");
            }
            String target = target(next);
            if (target.startsWith("/")) {
                at.clear();
            }
            push(ahead, target);
        }
        return below(at);
    }

    private Path below(List<String> names) {
        Path path = root;
        for (String name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    private Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? root : folder;
    }

    private static void push(Deque<String> ahead, String path) {
        String[] names = path.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty() && !names[i].equals(".")) {
                ahead.push(names[i]);
            }
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException failed) {
            throw new NodeException("cannot read the link " + link + ": " + failed, failed);
        }
    }
}
