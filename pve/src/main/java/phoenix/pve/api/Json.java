package phoenix.pve.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import phoenix.pve.Upid;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Lenient reading of the API's answers: a number may come as text, a truth value as 0 or 1, and any part may be missing.
 *
 * <p>What cannot be understood at all is an {@link IllegalArgumentException}.
 */
final class Json {
    private static final int SHOWN = 60;
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** @throws IllegalArgumentException if the text is not JSON */
    static JsonNode parse(byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? nothing() : node;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static JsonNode nothing() {
        return JsonNodeFactory.instance.nullNode();
    }

    /** A part as text; empty if it is not there. */
    static String text(JsonNode object, String name) {
        return Optional.ofNullable(textOrNull(object, name)).orElse("");
    }

    static @Nullable String textOrNull(JsonNode object, String name) {
        JsonNode value = expect(object, object.isObject(), "an object").path(name);
        return value.isMissingNode() || value.isNull() ? null : asText(value);
    }

    static String asText(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "1" : "0";
        }
        return value.isContainer() ? value.toString() : value.asString("");
    }

    /** A part as a whole number; 0 if it is not there. */
    static long number(JsonNode object, String name) {
        String text = text(object, name);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return text.matches("-?[0-9]+") ? Long.parseLong(text) : (long) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + name + "' is no number: " + text, e);
        }
    }

    /** A part as a truth value; false if it is not there. */
    static boolean flag(JsonNode object, String name) {
        String text = text(object, name);
        return text.equals("1") || text.equals("true");
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : expect(array, array.isArray(), "a list")) {
            values.add(reader.apply(element));
        }
        return List.copyOf(values);
    }

    /** The object's plain parts as text, in their order. Lists and objects in it are left out. */
    static Map<String, String> options(JsonNode object) {
        Map<String, String> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                expect(object, object.isObject(), "an object").properties()) {
            if (!entry.getValue().isContainer() && !entry.getValue().isNull()) {
                options.put(entry.getKey(), asText(entry.getValue()));
            }
        }
        return options;
    }

    /** Nothing at all is as good as an empty one; something else is no answer. */
    private static JsonNode expect(JsonNode node, boolean isOne, String what) {
        if (!isOne && !node.isNull() && !node.isMissingNode()) {
            throw new IllegalArgumentException("where " + what + " should be, there is " + shortened(node.toString()));
        }
        return node;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    static Upid upid(JsonNode data) {
        return Upid.parse(asText(data));
    }
}
