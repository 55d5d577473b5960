package phoenix.orchestrator.config.schema;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.serialization.NodeReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.config.JsonReader;
import phoenix.orchestrator.config.Problems;
import phoenix.orchestrator.shipped.ShippedFile;
import tools.jackson.databind.JsonNode;

/** The schemas, read once each, when they are first needed. */
final class Schemas {
    static final String SUFFIX = ".schema.json";
    private static final String BASE = "https://phoenix.invalid/";
    private static final Map<String, JsonNode> DOCUMENTS = new ConcurrentHashMap<>();

    private Schemas() {}

    /** Everything that a schema does not allow. */
    static List<Error> validate(String document, JsonNode instance) {
        return Compiled.REGISTRY.getSchema(SchemaLocation.of(BASE + document)).validate(instance);
    }

    /** A schema as it is written; its keys in their order. */
    static JsonNode document(String name) {
        return DOCUMENTS.computeIfAbsent(name, key -> parsed(ShippedFile.text(Schemas.class, key)));
    }

    private static JsonNode parsed(String text) {
        return Instance.of(JsonReader.read("the schema", text, new Problems())
                .orElseThrow(() -> new IllegalStateException("a schema is no JSON")));
    }

    private static @Nullable String byAddress(String address) {
        return address.startsWith(BASE) ? ShippedFile.text(Schemas.class, address.substring(BASE.length())) : null;
    }

    /** What the validator keeps: made by the first check, and shared, so that no document is read twice. */
    private static final class Compiled {
        /** Nothing is compiled before it is needed: most files use few of the keys. */
        private static final SchemaRegistryConfig LAZILY =
                SchemaRegistryConfig.builder().preloadSchema(false).build();

        /** The library's own {@code $defs} makes every definition that a document holds, used or not. */
        private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
                .keyword(new AnnotationKeyword("$defs"))
                .build();

        private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
                DIALECT,
                builder -> builder.schemaRegistryConfig(LAZILY)
                        .schemas(Schemas::byAddress)
                        .nodeReader(new OwnReader()));
    }

    /** Reads schemas with the reader of the user's files: the library's own costs a mapper, which takes longer than the whole check. */
    private static final class OwnReader implements NodeReader {
        @Override
        public JsonNode readTree(String content, InputFormat format) {
            return parsed(content);
        }

        @Override
        public JsonNode readTree(InputStream content, InputFormat format) {
            try {
                return parsed(new String(content.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
