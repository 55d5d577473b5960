package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The logs of earlier runs: the newest are kept. Only folders that carry the time of a run are ever removed. */
final class OldRuns {
    static final int KEPT = 50;

    private static final Pattern RUN = Pattern.compile("\\d{8}-\\d{6}-\\d{3}");

    private OldRuns() {}

    /** Logs that cannot be removed stay: no run fails because of them. */
    static void prune(Path logs) {
        try {
            for (Path run : tooOld(logs)) {
                remove(run);
            }
        } catch (IOException | UncheckedIOException e) {
            // another run may be removing the same, or they belong to somebody else
        }
    }

    private static List<Path> tooOld(Path logs) throws IOException {
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(logs)) {
            return entries.filter(
                            entry -> RUN.matcher(entry.getFileName().toString()).matches()
                                    && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(
                                    (Path entry) -> entry.getFileName().toString())
                            .reversed())
                    .skip(KEPT)
                    .toList();
        }
    }

    private static void remove(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(run);
    }
}
