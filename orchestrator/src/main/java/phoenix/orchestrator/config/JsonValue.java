package phoenix.orchestrator.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import phoenix.orchestrator.desired.Place;

/** A value of a JSON file that remembers its place. */
public sealed interface JsonValue {
    /** Where the value begins. */
    Place place();

    /** The value as a sentence names it: {@code the text "two"}; never what looks like a secret. */
    String inWords();

    /** A key and its value. */
    record Member(Place place, String key, JsonValue value) {}

    /**
     * An object.
     *
     * @param members by key, in the order of the file; of a key that stands twice, the first
     */
    record Obj(Place place, Map<String, Member> members) implements JsonValue {
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String inWords() {
            return "an object";
        }
    }

    /** A list. */
    record Arr(Place place, List<JsonValue> items) implements JsonValue {
        public Arr {
            items = List.copyOf(items);
        }

        @Override
        public String inWords() {
            return "a list";
        }
    }

    /** A text. */
    record Text(Place place, String text) implements JsonValue {
        @Override
        public String inWords() {
            return SecretNames.isUnderSecret(place.pointer()) ? "a text" : "the text \"" + Shortened.of(text) + "\"";
        }
    }

    /**
     * A number.
     *
     * @param literal as it is written in the file
     */
    record Numeral(Place place, String literal) implements JsonValue {
        @Override
        public String inWords() {
            return SecretNames.isUnderSecret(place.pointer()) ? "a number" : "the number " + Shortened.of(literal);
        }
    }

    /** True or false. */
    record Bool(Place place, boolean value) implements JsonValue {
        @Override
        public String inWords() {
            return String.valueOf(value);
        }
    }

    /** A null. For every key it says the same as leaving the key out. */
    record Null(Place place) implements JsonValue {
        @Override
        public String inWords() {
            return "null";
        }
    }
}
