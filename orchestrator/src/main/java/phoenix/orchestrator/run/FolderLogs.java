package phoenix.orchestrator.run;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.plan.Step;

/**
 * A run's logs: a folder with a file for each step that had something to say, each line with the time. Where nothing can be written, on a
 * full disk say, no step fails for that; its last lines are remembered all the same.
 */
public final class FolderLogs implements StepLogs {
    private static final int REMEMBERED = 200;

    private final Path folder;
    private final Clock clock;

    /** @param folder made when the first line is written */
    public FolderLogs(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public OpenLog open(Step step) {
        String name = (step.key().subject() + "-" + step.key().name())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]", "_");
        return new FileLog(folder.resolve(name + ".log"));
    }

    /** All methods hold the log's own lock. */
    private final class FileLog implements OpenLog {
        private final Path file;
        private final Deque<String> last = new ArrayDeque<>();
        private @Nullable Writer writer;
        private boolean broken;

        FileLog(Path file) {
            this.file = file;
        }

        @Override
        public synchronized void line(String line) {
            remember(line);
            if (broken) {
                return;
            }
            try {
                if (writer == null) {
                    Files.createDirectories(folder);
                    writer = Files.newBufferedWriter(
                            file,
                            StandardCharsets.UTF_8,
                            java.nio.file.StandardOpenOption.CREATE,
                            java.nio.file.StandardOpenOption.APPEND);
                }
                writer.write(clock.instant().truncatedTo(ChronoUnit.MILLIS) + "  " + line + "\n");
                writer.flush();
            } catch (IOException e) {
                broken = true;
                remember("(from here on there is no log: " + e.getMessage() + ")");
            }
        }

        private void remember(String line) {
            if (last.size() == REMEMBERED) {
                last.removeFirst();
            }
            last.addLast(line);
        }

        @Override
        public synchronized List<String> last(int lines) {
            return last.stream().skip(Math.max(0, last.size() - lines)).toList();
        }

        @Override
        public String file() {
            return file.toString();
        }

        @Override
        public synchronized void close() {
            if (writer != null) {
                try {
                    writer.close();
                } catch (IOException e) {
                    broken = true; // each line was flushed; what the file lacks, it lacked before
                }
            }
        }
    }
}
