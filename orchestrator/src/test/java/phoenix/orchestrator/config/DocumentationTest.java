package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} names what the loader knows. */
class DocumentationTest {
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");

    @Test
    void every_key_of_a_container_is_explained() throws IOException {
        String document = Files.readString(DOCUMENT);

        List<String> missing = Stream.concat(
                        ContainerKeys.ALL.carriedOut().stream(), ContainerKeys.ALL.later().keySet().stream())
                .filter(key -> !key.startsWith("vllm_"))
                .filter(key -> !document.contains("`" + key + "`") && !document.contains("`" + key + "."))
                .sorted()
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void every_shipped_feature_is_explained() throws IOException {
        String document = Files.readString(DOCUMENT);
        FeatureFolders shipped = new FeatureFolders(List.of(QuickstartTest.HOME.resolve("features")));

        assertThat(shipped.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(document).contains("| `" + name + "` |"));
    }
}
