package phoenix.lab.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One parameter of an endpoint, or one key of a property string.
 *
 * @param name the name; {@code net[n]} stands for {@code net0}, {@code net1} and so on
 * @param rules in the words of the published schema: {@code type}, {@code optional}, {@code format}, {@code minimum}...; a
 *     {@code format} that is a property string is a {@link PropertyFormat}
 * @param lastIndex the highest number that may stand for {@code [n]}; -1 for a plain name
 */
public record Param(String name, Map<String, Object> rules, int lastIndex) {
    public Param {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    public static Param string(String name) {
        return new Param(name, Map.of("type", "string"), -1);
    }

    public static Param integer(String name) {
        return new Param(name, Map.of("type", "integer"), -1);
    }

    public static Param number(String name) {
        return new Param(name, Map.of("type", "number"), -1);
    }

    public static Param bool(String name) {
        return new Param(name, Map.of("type", "boolean"), -1);
    }

    /** A list; a value that stands alone is a list of one. */
    public static Param array(String name) {
        return new Param(name, Map.of("type", "array", "items", Map.of("format", "string")), -1);
    }

    /** A list of property strings; a value that stands alone is a list of one. */
    public static Param array(String name, PropertyFormat elements) {
        return new Param(name, Map.of("type", "array", "items", Map.of("type", "string", "format", elements)), -1);
    }

    /** Another name of a property string's key. */
    public static Param alias(String name, String key) {
        return new Param(name, Map.of("alias", key), -1);
    }

    /** Another name of a key, which at the same time is the value of a second one: {@code virtio=<MAC>}. */
    public static Param alias(String name, String key, String named) {
        return new Param(name, Map.of("alias", key, "keyAlias", named), -1);
    }

    public Param optional() {
        return with("optional", true);
    }

    /** Documents the default; handlers apply it. */
    public Param byDefault(Object value) {
        return with("default", value instanceof Integer number ? (Object) number.longValue() : value);
    }

    /** The default is worked out by the server. */
    public Param defaultComputed() {
        return with("defaultComputed", true);
    }

    public Param format(String named) {
        return with("format", named);
    }

    public Param format(PropertyFormat properties) {
        return with("format", properties);
    }

    /** A regular expression that the whole value must match. */
    public Param pattern(String expression) {
        return with("pattern", expression);
    }

    public Param oneOf(String... values) {
        return with("enum", List.of(values));
    }

    public Param minimum(long value) {
        return with("minimum", value);
    }

    public Param maximum(long value) {
        return with("maximum", value);
    }

    public Param minLength(long value) {
        return with("minLength", value);
    }

    public Param maxLength(long value) {
        return with("maxLength", value);
    }

    /** This parameter makes sense only together with another. */
    public Param requires(String other) {
        return with("requires", other);
    }

    /** Marks the one key of a property string whose value may stand alone. */
    public Param defaultKey() {
        return with("default_key", true);
    }

    /** Lets {@code [n]} in the name stand for 0 to a number. */
    public Param upTo(int last) {
        return new Param(name, rules, last);
    }

    public String type() {
        return String.valueOf(rules.get("type"));
    }

    public boolean isOptional() {
        return rules.containsKey("optional") || isAlias();
    }

    boolean isAlias() {
        return rules.containsKey("alias");
    }

    boolean isDefaultKey() {
        return rules.containsKey("default_key");
    }

    /** The named format, if there is one. */
    public Optional<String> namedFormat() {
        return rules.get("format") instanceof String named ? Optional.of(named) : Optional.empty();
    }

    /** What each element of a list has to be, if they are property strings. */
    Optional<PropertyFormat> elements() {
        return rules.get("items") instanceof Map<?, ?> items && items.get("format") instanceof PropertyFormat format
                ? Optional.of(format)
                : Optional.empty();
    }

    /** The format, if it is a property string. */
    public Optional<PropertyFormat> properties() {
        return rules.get("format") instanceof PropertyFormat format ? Optional.of(format) : Optional.empty();
    }

    Optional<Object> rule(String rule) {
        return Optional.ofNullable(rules.get(rule));
    }

    private Param with(String rule, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(rules);
        copy.put(rule, value);
        return new Param(name, copy, lastIndex);
    }
}
