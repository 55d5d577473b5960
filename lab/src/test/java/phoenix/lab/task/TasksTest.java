package phoenix.lab.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.lab.rest.Caller;
import phoenix.lab.rest.Rights;
import phoenix.pve.Upid;

/** How tasks end, and how long they are remembered. */
final class TasksTest {
    private static final Caller ROOT = new Caller(Caller.ROOT, new Rights() {
        @Override
        public boolean has(String user, String path, String privilege) {
            return true;
        }

        @Override
        public boolean poolExists(String pool) {
            return false;
        }

        @Override
        public boolean userExists(String user) {
            return true;
        }

        @Override
        public Set<String> groups() {
            return Set.of();
        }

        @Override
        public Set<String> groupsOf(String user) {
            return Set.of();
        }
    });

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
