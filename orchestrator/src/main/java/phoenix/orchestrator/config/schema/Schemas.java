package phoenix.orchestrator.config.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schemas, read once each, when they are first needed. */
final class Schemas {
    static final String SUFFIX = ".schema.json";
    private static final String BASE = "https://phoenix.invalid/";
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Map<String, JsonNode> DOCUMENTS = new ConcurrentHashMap<>();
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {}

    /** Everything that a schema does not allow. */
    static List<Error> validate(String document, JsonNode instance) {
        Schema schema = COMPILED.computeIfAbsent(document, Schemas::compile);
        return schema.validate(instance);
    }

    /** A schema as it is written; the values of its keys in their order. */
    static JsonNode document(String name) {
        return DOCUMENTS.computeIfAbsent(name, key -> MAPPER.readTree(text(key)));
    }

    private static Schema compile(String document) {
        // Nothing is compiled before it is needed: most files use few of the keys.
        SchemaRegistryConfig lazily =
                SchemaRegistryConfig.builder().preloadSchema(false).build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                Dialects.getDraft202012(),
                builder -> builder.schemaRegistryConfig(lazily).schemas(Schemas::byAddress));
        return registry.getSchema(SchemaLocation.of(BASE + document), document(document));
    }

    private static @Nullable String byAddress(String address) {
        return address.startsWith(BASE) ? text(address.substring(BASE.length())) : null;
    }

    private static String text(String document) {
        try (InputStream stream = Schemas.class.getResourceAsStream(document)) {
            if (stream == null) {
                throw new IllegalStateException("the schema " + document + " is not in this build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
