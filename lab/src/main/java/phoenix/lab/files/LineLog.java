package phoenix.lab.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log with one line for each thing that happened. It is kept below 4 MiB: beyond that the file becomes {@code <name>.1}, and a new one
 * begins. A line that cannot be written is lost. Several threads and processes may write to the same file.
 */
public final class LineLog {
    private static final long MOST_BYTES = 4 << 20;

    private final Path file;
    private final AtomicLong added = new AtomicLong();

    public LineLog(Path file) {
        this.file = file;
    }

    /** Adds a line; line breaks inside become blanks. */
    public void add(String line) {
        added.incrementAndGet();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            }
            String whole = line.replaceAll("\\R", " ") + "\n";
            Files.writeString(file, whole, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            // The line is lost, and what it tells of goes on: on a full disk, Proxmox's servers answer as before.
        }
    }

    /** How many lines this object has added. */
    public long added() {
        return added.get();
    }
}
