package phoenix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldRunsTest {
    private static final Instant START = Instant.parse("2026-01-31T23:59:00Z");

    @TempDir
    private Path logs;

    @Test
    void a_new_run_keeps_the_logs_of_the_newest_runs() throws IOException {
        Installation installation = Installation.ofProcess(Map.of("PHOENIX_LOG_DIR", logs.toString()));
        for (int run = 0; run < OldRuns.KEPT + 3; run++) {
            Path folder = Files.createDirectory(installation.logs().resolve(stamp(run)));
            Files.writeString(folder.resolve("900-start.log"), "started");
        }

        Path next = installation.newRun(Clock.fixed(START.plusSeconds(1000), ZoneOffset.UTC));

        assertThat(next).doesNotExist();
        assertThat(names()).hasSize(OldRuns.KEPT).contains(stamp(3)).doesNotContain(stamp(2));
    }

    @Test
    void what_is_not_the_log_of_a_run_is_left_alone() throws IOException {
        Files.createDirectory(logs.resolve("archive"));
        Files.writeString(logs.resolve("20200101-000000-000"), "a file");
        for (int run = 0; run < OldRuns.KEPT + 1; run++) {
            Files.createDirectory(logs.resolve(stamp(run)));
        }

        OldRuns.prune(logs);

        assertThat(names()).hasSize(OldRuns.KEPT + 2).contains("archive", "20200101-000000-000");
    }

    @Test
    void a_folder_that_is_not_there_yet_is_no_trouble() {
        OldRuns.prune(logs.resolve("none"));

        assertThat(logs.resolve("none")).doesNotExist();
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(logs)) {
            return entries.map(entry -> entry.getFileName().toString()).toList().stream();
        }
    }

    private static String stamp(int run) {
        return "20260131-2359%02d-000".formatted(run);
    }
}
