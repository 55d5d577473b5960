package phoenix.orchestrator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that somebody has read and found good; {@code -Dgolden.update=true} writes them anew, to be reviewed like code. */
final class Reviewed {
    private static final Path FOLDER = Path.of("src/test/resources/phoenix/orchestrator/report");

    private Reviewed() {}

    static void expect(String file, String text) {
        Path golden = FOLDER.resolve(file);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(FOLDER);
                Files.writeString(golden, text);
            }
            assertThat(text).isEqualTo(Files.readString(golden));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
