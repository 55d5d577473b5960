package phoenix.orchestrator.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Place;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON text into values that know their places.
 *
 * <p>A key that stands twice is reported and its first value kept, so that the rest of the file is still checked. Text that is no
 * JSON gives one problem, in words for people, and no value.
 */
public final class JsonReader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String file;
    private final String text;
    private final Problems problems;
    /** The brackets that are open, the innermost first: what a file that ends early has left open. */
    private final Deque<Place> open = new ArrayDeque<>();

    private JsonReader(String file, String text, Problems problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
    }

    /**
     * Reads a whole file's text.
     *
     * @param file the name for the places
     * @return empty if the text is no JSON; the problem is then reported
     */
    public static Optional<JsonValue> read(String file, String text, Problems problems) {
        return new JsonReader(file, text, problems).readAll();
    }

    private Optional<JsonValue> readAll() {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                problems.error(new Place(file, 0, 0, ""), "the file is empty", "write a JSON object: { ... }");
                return Optional.empty();
            }
            JsonValue value = value(parser, first, "");
            if (parser.nextToken() != null) {
                problems.error(here(parser.currentTokenLocation(), ""), BrokenJson.GOES_ON, BrokenJson.GOES_ON_HINT);
                return Optional.empty();
            }
            return Optional.of(value);
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            Place place = location == null ? new Place(file, 0, 0, "") : here(location, "");
            int offset = location == null ? text.length() : (int) location.getCharOffset();
            BrokenJson broken = BrokenJson.explain(text, offset, e.getOriginalMessage(), open.peek());
            problems.error(place, broken.what(), broken.hint());
            return Optional.empty();
        }
    }

    private JsonValue value(JsonParser parser, JsonToken token, String pointer) {
        Place place = here(parser.currentTokenLocation(), pointer);
        return switch (token) {
            case START_OBJECT -> object(parser, place);
            case START_ARRAY -> array(parser, place);
            case VALUE_STRING -> new JsonValue.Text(place, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(place, parser.getString());
            case VALUE_TRUE -> new JsonValue.Bool(place, true);
            case VALUE_FALSE -> new JsonValue.Bool(place, false);
            case VALUE_NULL -> new JsonValue.Null(place);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("the parser gave " + token + " where a value begins");
        };
    }

    private JsonValue object(JsonParser parser, Place place) {
        open.push(place);
        Map<String, JsonValue.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            String pointer = place.pointer() + "/" + key.replace("~", "~0").replace("/", "~1");
            Place keyPlace = here(parser.currentTokenLocation(), pointer);
            JsonValue value = value(parser, parser.nextToken(), pointer);
            JsonValue.@Nullable Member earlier = members.putIfAbsent(key, new JsonValue.Member(keyPlace, key, value));
            if (earlier != null) {
                problems.error(
                        keyPlace,
                        "the key '" + Shortened.of(key) + "' stands twice in one object, first on line "
                                + earlier.place().line(),
                        "remove one of the two");
            }
        }
        open.pop();
        return new JsonValue.Obj(place, members);
    }

    private JsonValue array(JsonParser parser, Place place) {
        open.push(place);
        List<JsonValue> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(parser, token, place.pointer() + "/" + items.size()));
            token = parser.nextToken();
        }
        open.pop();
        return new JsonValue.Arr(place, items);
    }

    private Place here(TokenStreamLocation location, String pointer) {
        return new Place(file, location.getLineNr(), location.getColumnNr(), pointer);
    }
}
