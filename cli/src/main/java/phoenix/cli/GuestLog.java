package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import phoenix.pve.VmId;

/** What a run wrote about one guest: a file for each step that had something to say. */
record GuestLog(Path file) {
    /**
     * Those of the newest run that wrote any, oldest first.
     *
     * @param logs the folder that holds a folder for each run, whose names sort by time
     */
    static List<GuestLog> newest(Path logs, VmId guest) {
        return entries(logs).stream()
                .filter(Files::isDirectory)
                .sorted(Comparator.comparing((Path run) -> String.valueOf(run.getFileName()))
                        .reversed())
                .map(run -> of(run, guest))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<GuestLog> of(Path run, VmId guest) {
        return entries(run).stream()
                .filter(file -> String.valueOf(file.getFileName()).matches(guest + "-.*\\.log"))
                .sorted(Comparator.comparing(GuestLog::written))
                .map(GuestLog::new)
                .toList();
    }

    List<String> last(int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return all.subList(Math.max(0, all.size() - Math.max(0, lines)), all.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
