package phoenix.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLogsTest {
    @Test
    void a_log_that_cannot_be_written_fails_no_step_and_remembers_its_last_lines(@TempDir Path folder)
            throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");

        try (StepLogs.OpenLog log = new FolderLogs(inTheWay.resolve("run"), Clock.systemUTC())
                .open(FakeStep.doing("953/start", () -> {}))) {
            log.line("one");
            log.line("two");

            assertThat(log.last(3))
                    .startsWith("one")
                    .endsWith("two")
                    .element(1)
                    .asString()
                    .startsWith("(from here on there is no log: ");
        }
    }
}
