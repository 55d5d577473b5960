package phoenix.lab.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Rights;
import phoenix.pve.Upid;

/** How tasks end, and how long they are remembered. */
final class TasksTest {
    private static final Caller ROOT = new Caller(Caller.ROOT, Rights.NONE);

    @Test
    void work_that_dies_of_an_error_of_the_virtual_machine_ends_its_task_and_is_taken_back(@TempDir Path folder) {
        List<String> takenBack = new ArrayList<>();
        try (Tasks tasks = new Tasks(folder, Clock.systemUTC())) {
            Upid upid = tasks.start("vzcreate", "101", ROOT, task -> {
                task.undo().add("remove it", () -> takenBack.add("removed"));
                throw new StackOverflowError("too deep");
            });

            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !tasks.runs(upid));

            assertThat(tasks.exitStatus(upid)).isEqualTo("java.lang.StackOverflowError: too deep");
            assertThat(takenBack).containsExactly("removed");
            assertThat(tasks.active()).isEmpty();
            assertThat(tasks.archive()).hasSize(1);
        }
    }

    /** A folder in the log's place stands for a full disk, which a test cannot have for itself. */
    @Test
    void what_could_not_be_logged_for_want_of_room_is_logged_with_the_next_line_and_the_task_ends_all_the_same(
            @TempDir Path folder) {
        try (Tasks tasks = new Tasks(folder, Clock.systemUTC())) {
            Upid upid = tasks.start("vzcreate", "101", ROOT, task -> {
                Path log = logOf(folder, task.upid());
                task.log("before");
                move(log, folder.resolve("aside"));
                move(folder.resolve("in-its-place"), log);
                task.log("no room for this");
                task.undo().add("make room", () -> {
                    move(log, folder.resolve("in-its-place"));
                    move(folder.resolve("aside"), log);
                });
                throw new IllegalStateException("no space left on device");
            });

            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !tasks.runs(upid));

            assertThat(tasks.exitStatus(upid)).isEqualTo("no space left on device");
            assertThat(tasks.log(upid)).startsWith("before", "no room for this");
        }
    }

    private static Path logOf(Path folder, Upid upid) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(upid.toString()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            if (!Files.exists(from)) {
                Files.createDirectory(from);
            }
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void old_tasks_and_their_logs_are_forgotten(@TempDir Path folder) throws IOException {
        TaskFiles files = new TaskFiles(folder);
        List<Upid> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            Upid upid = new Upid(
                    "pve", 1000 + i, 1, Instant.ofEpochSecond(1_700_000_000L + i), "vzstart", "101", "root@pam");
            files.create(upid);
            files.append(upid, "TASK OK");
            files.archive(upid, upid.start());
            all.add(upid);
        }

        List<TaskFiles.Ended> kept = files.archived();

        assertThat(kept).hasSizeBetween(500, 2000);
        assertThat(kept.get(0).upid()).isEqualTo(all.get(2999));
        assertThat(files.exists(all.get(0))).isFalse();
        assertThat(kept).allMatch(ended -> files.exists(ended.upid()));
        try (Stream<Path> logs = Files.walk(folder)) {
            assertThat(logs.filter(Files::isRegularFile)).hasSize(kept.size() + 2);
        }
    }
}
