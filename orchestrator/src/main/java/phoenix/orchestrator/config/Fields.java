package phoenix.orchestrator.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.VmId;

/**
 * Reads one object's values by key and type. What is of the wrong type or out of range is reported and then counts as not given; a
 * null counts as not given without a word.
 */
final class Fields {
    private final JsonValue.Obj object;
    private final Problems problems;

    Fields(JsonValue.Obj object, Problems problems) {
        this.object = object;
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    JsonValue.Obj object() {
        return object;
    }

    /** Where the object begins. */
    Place place() {
        return object.place();
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    Optional<JsonValue> value(String key) {
        return Optional.ofNullable(object.members().get(key))
                .map(JsonValue.Member::value)
                .filter(value -> !(value instanceof JsonValue.Null));
    }

    /** Reports the key if it is not given; {@code example} is what to write. */
    void require(String key, String example) {
        if (!has(key)) {
            problems.error(place(), "the key '" + key + "' is missing", "write " + example);
        }
    }

    /** A text that is not empty. */
    Optional<Located<String>> text(String key) {
        return value(key).flatMap(value -> text(value, "'" + key + "'"));
    }

    Optional<Located<Boolean>> flag(String key) {
        Optional<JsonValue> found = value(key);
        if (found.isPresent() && found.get() instanceof JsonValue.Bool bool) {
            return Optional.of(new Located<>(bool.value(), bool.place()));
        }
        found.ifPresent(
                value -> wrongType("'" + key + "'", value, "true or false", "write true or false, without quotes"));
        return Optional.empty();
    }

    /**
     * A whole number.
     *
     * @param unit what it counts, for the messages; empty if nothing in particular
     */
    Optional<Located<Integer>> whole(String key, int least, int most, String unit) {
        Optional<JsonValue> found = value(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String hint = "write a whole number from " + least + " to " + most + (unit.isEmpty() ? "" : " (" + unit + ")")
                + ", without quotes";
        if (!(found.get() instanceof JsonValue.Numeral numeral
                && numeral.literal().matches("-?[0-9]+"))) {
            wrongType("'" + key + "'", found.get(), "a whole number", hint);
            return Optional.empty();
        }
        boolean fits = numeral.literal().length() <= 11;
        long number = fits ? Long.parseLong(numeral.literal()) : 0;
        if (!fits || number < least || number > most) {
            problems.error(
                    numeral.place(),
                    "'" + key + "' is " + Shortened.of(numeral.literal()) + ", outside " + least + " to " + most,
                    hint);
            return Optional.empty();
        }
        return Optional.of(new Located<>((int) number, numeral.place()));
    }

    /** A list of texts that are not empty. */
    Optional<List<Located<String>>> texts(String key) {
        return items(key, "a list of texts", "write [\"...\", \"...\"]").map(items -> {
            List<Located<String>> texts = new ArrayList<>();
            for (JsonValue item : items) {
                text(item, "an item of '" + key + "'").ifPresent(texts::add);
            }
            return texts;
        });
    }

    /** A guest's ID, as a text or as a number. */
    Optional<Located<VmId>> id(String key) {
        return value(key).flatMap(value -> id(value, "'" + key + "'"));
    }

    /** A list of guests' IDs. */
    Optional<List<Located<VmId>>> ids(String key) {
        return items(key, "a list of guest IDs", "write [\"953\", \"955\"]").map(items -> {
            List<Located<VmId>> ids = new ArrayList<>();
            for (JsonValue item : items) {
                id(item, "an item of '" + key + "'").ifPresent(ids::add);
            }
            return ids;
        });
    }

    Optional<Fields> object(String key, String example) {
        Optional<JsonValue> found = value(key);
        if (found.isPresent() && found.get() instanceof JsonValue.Obj inner) {
            return Optional.of(new Fields(inner, problems));
        }
        found.ifPresent(value -> wrongType("'" + key + "'", value, "an object", "write " + example));
        return Optional.empty();
    }

    /** The object under a key; empty if there is none. */
    Optional<Fields> inner(String key) {
        return value(key)
                .filter(JsonValue.Obj.class::isInstance)
                .map(value -> new Fields((JsonValue.Obj) value, problems));
    }

    /** The items of a list, or the one value that stands where a list might; empty if nothing is given. */
    Optional<List<JsonValue>> oneOrMore(String key) {
        return value(key).map(value -> value instanceof JsonValue.Arr array ? array.items() : List.of(value));
    }

    /** The objects of a list, or the one that stands where a list might. */
    List<Fields> objects(String key) {
        return oneOrMore(key).orElse(List.of()).stream()
                .filter(JsonValue.Obj.class::isInstance)
                .map(value -> new Fields((JsonValue.Obj) value, problems))
                .toList();
    }

    /** A text, or a number as it is written. */
    Optional<Located<String>> word(String key) {
        return value(key).flatMap(value -> word(value).map(text -> new Located<>(text, value.place())));
    }

    /** A whole number of 32 bits. */
    Optional<Located<Integer>> whole(String key) {
        return value(key).flatMap(value -> whole(value).map(number -> new Located<>(number, value.place())));
    }

    /** A number with or without a fraction, in its shortest spelling. */
    Optional<Located<String>> number(String key) {
        return value(key)
                .filter(JsonValue.Numeral.class::isInstance)
                .map(value -> new Located<>(
                        new BigDecimal(((JsonValue.Numeral) value).literal())
                                .stripTrailingZeros()
                                .toPlainString(),
                        value.place()));
    }

    static Optional<String> word(JsonValue value) {
        if (value instanceof JsonValue.Text text) {
            return Optional.of(text.text()).filter(word -> !word.isBlank());
        }
        return value instanceof JsonValue.Numeral numeral ? Optional.of(numeral.literal()) : Optional.empty();
    }

    static Optional<Integer> whole(JsonValue value) {
        return value instanceof JsonValue.Numeral numeral && numeral.literal().matches("-?[0-9]{1,9}")
                ? Optional.of(Integer.valueOf(numeral.literal()))
                : Optional.empty();
    }

    private Optional<List<JsonValue>> items(String key, String wanted, String hint) {
        Optional<JsonValue> found = value(key);
        if (found.isPresent() && found.get() instanceof JsonValue.Arr array) {
            return Optional.of(array.items());
        }
        found.ifPresent(value -> wrongType("'" + key + "'", value, wanted, hint));
        return Optional.empty();
    }

    private Optional<Located<String>> text(JsonValue value, String name) {
        if (!(value instanceof JsonValue.Text text)) {
            wrongType(name, value, "a text", "write a text in double quotes");
            return Optional.empty();
        }
        if (text.text().isBlank()) {
            problems.error(text.place(), name + " is empty", "write a text, or leave it out");
            return Optional.empty();
        }
        return Optional.of(new Located<>(text.text(), text.place()));
    }

    private Optional<Located<VmId>> id(JsonValue value, String name) {
        String hint = "write the ID of a container of this file, such as \"900\"";
        String written;
        if (value instanceof JsonValue.Text text) {
            written = text.text();
        } else if (value instanceof JsonValue.Numeral numeral) {
            written = numeral.literal();
        } else {
            wrongType(name, value, "a guest ID", hint);
            return Optional.empty();
        }
        try {
            return Optional.of(new Located<>(VmId.parse(written), value.place()));
        } catch (IllegalArgumentException e) {
            problems.error(
                    value.place(),
                    name + " is '" + Shortened.of(written)
                            + "', which is no guest ID: a whole number from 100 to 999999999",
                    hint);
            return Optional.empty();
        }
    }

    private void wrongType(String name, JsonValue value, String wanted, String hint) {
        problems.error(value.place(), name + " is " + value.inWords() + ", not " + wanted, hint);
    }
}
