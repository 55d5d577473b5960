package phoenix.lab.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a file beside its place and moves it there, so that readers see the old one or the new one and never a part. */
public final class WholeFile {
    private static final AtomicLong DRAFTS = new AtomicLong();

    private WholeFile() {}

    /** Writes a file that everybody may read. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file that everybody may read. */
    public static void write(Path file, byte[] content) {
        write(file, content, "rw-r--r--");
    }

    /** Writes a file that only its owner may read. */
    public static void writePrivate(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8), "rw-------");
    }

    private static void write(Path file, byte[] content, String mode) {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp" + DRAFTS.incrementAndGet());
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if that is not possible
     */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }
}
