package phoenix.orchestrator.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the schemas say; {@code -Dgolden.update=true} writes it anew. */
class ReferenceTest {
    private static final Path HOME = Path.of("..");
    private static final Path DOCUMENT = HOME.resolve("docs/configuration.md");

    private final Reference reference = new Reference(
            Files.readString(HOME.resolve("schemas/configuration.template.md")), HOME.resolve("features"));

    ReferenceTest() throws IOException {}

    @Test
    void the_document_is_what_the_schemas_and_the_template_make() throws IOException {
        String made = reference.text();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, made);
            return;
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(made);
    }

    @Test
    void every_key_of_every_object_is_in_a_table() {
        reference.text();

        assertThat(new TreeSet<>(reference.keysLeftOut())).isEmpty();
    }
}
