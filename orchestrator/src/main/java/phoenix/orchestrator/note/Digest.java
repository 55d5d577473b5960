package phoenix.orchestrator.note;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A short fingerprint of named parts: the first eight hexadecimal digits of a SHA-256. Each name and each content goes in with its
 * length before it, so that no two different lists of parts are the same bytes. Confined to one thread.
 */
public final class Digest {
    private static final int BYTES = 4;

    private final MessageDigest sha256;

    public Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Digest add(String name, byte[] content) {
        addWithLength(name.getBytes(StandardCharsets.UTF_8));
        addWithLength(content);
        return this;
    }

    public Digest add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file under the last part of its path: where it lies on this machine says nothing about it. */
    public Digest addFile(Path file) throws IOException {
        return add(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }

    /** Adds every file under a folder, sorted by its path in it. */
    public Digest addFolder(Path folder) throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                files.put(String.join("/", names(folder.relativize(file))), file);
            }
        }
        for (var entry : files.entrySet()) {
            add(entry.getKey(), Files.readAllBytes(entry.getValue()));
        }
        return this;
    }

    public String hex() {
        return HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
    }

    private static List<String> names(Path relative) {
        return Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1)
                .map(i -> relative.getName(i).toString())
                .toList();
    }

    private void addWithLength(byte[] bytes) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha256.update((byte) (bytes.length >> shift));
        }
        sha256.update(bytes);
    }
}
