package phoenix.orchestrator.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import phoenix.orchestrator.desired.Place;
import phoenix.pve.VmId;

/**
 * Reads one object's values by key and type. What is of another type counts as not given, without a word: the schemas have reported it.
 * A null counts as not given too.
 */
final class Fields {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]{1,20}([eE][+-]?[0-9])?");
    private static final int MOST_DIGITS = 9;

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
        return located(key, value -> value instanceof JsonValue.Text text ? Optional.of(text.text()) : Optional.empty())
                .filter(text -> !text.value().isEmpty());
    }

    /** A text that is not empty, or a number as it is written. */
    Optional<Located<String>> word(String key) {
        return located(key, Fields::word);
    }

    Optional<Located<Boolean>> flag(String key) {
        return located(
                key, value -> value instanceof JsonValue.Bool bool ? Optional.of(bool.value()) : Optional.empty());
    }

    /** A whole number of up to nine digits. */
    Optional<Located<Integer>> whole(String key) {
        return located(key, Fields::whole);
    }

    /** A number with or without a fraction, in its shortest spelling. */
    Optional<Located<String>> number(String key) {
        return located(key, value -> decimal(value).map(BigDecimal::toPlainString));
    }

    /** A guest's ID, as a text or as a number. */
    Optional<Located<VmId>> id(String key) {
        return located(key, Fields::id);
    }

    /** The texts of a list, or the one text that stands where a list might. */
    List<Located<String>> words(String key) {
        return each(key, Fields::word);
    }

    /** The guests' IDs of a list. */
    List<Located<VmId>> ids(String key) {
        return each(key, Fields::id);
    }

    /** The object under a key. */
    Optional<Fields> inner(String key) {
        return located(key, value -> value instanceof JsonValue.Obj inner ? Optional.of(inner) : Optional.empty())
                .map(inner -> new Fields(inner.value(), problems));
    }

    /** The objects of a list, or the one that stands where a list might. */
    List<Fields> objects(String key) {
        return each(key, value -> value instanceof JsonValue.Obj inner ? Optional.of(inner) : Optional.empty()).stream()
                .map(inner -> new Fields(inner.value(), problems))
                .toList();
    }

    /** The items of a list, or the one value that stands where a list might; empty if nothing is given. */
    Optional<List<JsonValue>> oneOrMore(String key) {
        return value(key).map(value -> value instanceof JsonValue.Arr array ? array.items() : List.of(value));
    }

    private <T> Optional<Located<T>> located(String key, Function<JsonValue, Optional<T>> reading) {
        return value(key).flatMap(value -> reading.apply(value).map(read -> new Located<>(read, value.place())));
    }

    private <T> List<Located<T>> each(String key, Function<JsonValue, Optional<T>> reading) {
        List<Located<T>> found = new ArrayList<>();
        for (JsonValue item : oneOrMore(key).orElse(List.of())) {
            reading.apply(item).ifPresent(read -> found.add(new Located<>(read, item.place())));
        }
        return found;
    }

    static Optional<String> word(JsonValue value) {
        if (value instanceof JsonValue.Text text) {
            return Optional.of(text.text()).filter(word -> !word.isEmpty());
        }
        return value instanceof JsonValue.Numeral numeral ? Optional.of(numeral.literal()) : Optional.empty();
    }

    /** A schema counts {@code 8.0} and {@code 1e2} as whole numbers, and so does this. */
    static Optional<Integer> whole(JsonValue value) {
        return decimal(value)
                .filter(number -> number.scale() <= 0 && number.precision() - number.scale() <= MOST_DIGITS)
                .map(BigDecimal::intValueExact);
    }

    /** No number of a configuration has a long exponent; one that has would be printed with all its zeros. */
    private static Optional<BigDecimal> decimal(JsonValue value) {
        return value instanceof JsonValue.Numeral numeral
                        && NUMBER.matcher(numeral.literal()).matches()
                ? Optional.of(new BigDecimal(numeral.literal()).stripTrailingZeros())
                : Optional.empty();
    }

    private static Optional<VmId> id(JsonValue value) {
        Optional<String> written =
                value instanceof JsonValue.Numeral ? whole(value).map(String::valueOf) : word(value);
        return written.filter(text -> text.matches("[1-9][0-9]{2,8}")).map(VmId::parse);
    }
}
