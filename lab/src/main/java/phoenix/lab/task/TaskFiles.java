package phoenix.lab.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.files.WholeFile;
import phoenix.pve.Upid;

/**
 * The task logs as Proxmox keeps them: {@code <last digit of the start time>/<UPID>} for each log, {@code index} for the tasks that
 * ended, {@code active} for those that run. An index that has grown to 50 KiB becomes {@code index.1}, and the logs that the former
 * {@code index.1} named go; Proxmox does that once a day. Safe for use by several threads.
 *
 * @see "PVE source: PVE/Tools.pm upid_open, upid_read_status; PVE/RESTEnvironment.pm active_workers"
 */
final class TaskFiles {
    private static final Pattern ENDED = Pattern.compile("(\\S+) ([0-9A-F]{8}) (.*)");

    private static final long LONGEST_INDEX = 50 << 10;

    private final Path folder;

    TaskFiles(Path folder) {
        this.folder = folder;
    }

    /** A task that has ended. */
    record Ended(Upid upid, Instant end, String status) {}

    private Path log(Upid upid) {
        String start = String.format(Locale.ROOT, "%08X", upid.start().getEpochSecond());
        return folder.resolve(start.substring(start.length() - 1)).resolve(upid.toString());
    }

    /** Opens a new log; false if there is one of that name already. */
    boolean create(Upid upid) {
        try {
            Files.createDirectories(log(upid).getParent());
            Files.createFile(log(upid));
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make the task log " + log(upid), failed);
        }
    }

    boolean exists(Upid upid) {
        return Files.isRegularFile(log(upid));
    }

    void append(Upid upid, String line) {
        try {
            Files.writeString(log(upid), line + "\n", StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the task log " + log(upid), failed);
        }
    }

    List<String> lines(Upid upid) {
        return WholeFile.read(log(upid)).lines().toList();
    }

    /** How a task that does not run any more ended, by the last line of its log. */
    String status(Upid upid) {
        List<String> lines = lines(upid);
        if (lines.isEmpty()) {
            return "unable to read tail (got 0 bytes)";
        }
        String last = lines.get(lines.size() - 1);
        if (last.equals("TASK OK")) {
            return "OK";
        }
        if (last.startsWith("TASK ERROR: ")) {
            return last.substring("TASK ERROR: ".length());
        }
        return last.matches("TASK WARNINGS: [0-9]+") ? last.substring("TASK ".length()) : "unexpected status";
    }

    synchronized void archive(Upid upid, Instant end) {
        String line = String.format(Locale.ROOT, "%s %08X %s%n", upid, end.getEpochSecond(), status(upid));
        try {
            rotate();
            Files.writeString(folder.resolve("index"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the index of tasks", failed);
        }
    }

    private void rotate() throws IOException {
        Path index = folder.resolve("index");
        Path before = folder.resolve("index.1");
        if (!Files.exists(index) || Files.size(index) < LONGEST_INDEX) {
            return;
        }
        for (Ended ended : read(before)) {
            Files.deleteIfExists(log(ended.upid()));
        }
        Files.move(index, before, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The tasks that ended, the latest first. */
    synchronized List<Ended> archived() {
        List<Ended> ended = new ArrayList<>(read(folder.resolve("index.1")));
        ended.addAll(read(folder.resolve("index")));
        Collections.reverse(ended);
        return ended;
    }

    private static List<Ended> read(Path index) {
        List<Ended> ended = new ArrayList<>();
        if (Files.exists(index)) {
            for (String line : WholeFile.read(index).lines().toList()) {
                Matcher parts = ENDED.matcher(line);
                if (parts.matches()) {
                    ended.add(new Ended(
                            Upid.parse(parts.group(1)),
                            Instant.ofEpochSecond(Long.parseLong(parts.group(2), 16)),
                            parts.group(3)));
                }
            }
        }
        return ended;
    }

    synchronized void writeActive(Collection<Upid> running) {
        StringBuilder text = new StringBuilder();
        running.forEach(upid -> text.append(upid).append(" 0\n"));
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot make the folder for task logs " + folder, failed);
        }
        WholeFile.write(folder.resolve("active"), text.toString());
    }

    /** The tasks that the last server left running. */
    List<Upid> leftRunning() {
        Path active = folder.resolve("active");
        if (!Files.exists(active)) {
            return List.of();
        }
        return WholeFile.read(active)
                .lines()
                .map(line -> Optional.of(line.split(" ")[0]))
                .flatMap(Optional::stream)
                .filter(text -> text.startsWith("UPID:"))
                .map(Upid::parse)
                .filter(this::exists)
                .toList();
    }
}
