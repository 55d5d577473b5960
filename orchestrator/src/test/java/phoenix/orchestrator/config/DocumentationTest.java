package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} names what the loader knows. */
class DocumentationTest {
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");

    @Test
    void every_shipped_feature_is_explained() throws IOException {
        String document = Files.readString(DOCUMENT);
        FeatureFolders shipped = new FeatureFolders(List.of(QuickstartTest.HOME.resolve("features")));

        assertThat(shipped.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(document).contains("| `" + name + "` |"));
    }
}
