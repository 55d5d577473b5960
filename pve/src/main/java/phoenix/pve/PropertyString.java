package phoenix.pve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Proxmox's {@code key=value,key=value} text as a map, for comparing: Proxmox re-orders the keys, so texts are never compared.
 *
 * <p>One value may stand without a key; it belongs to the option's default key. Values cannot hold commas, and there is no quoting.
 *
 * @param values the keys in the order in which they were written
 * @see "PVE source: PVE/JSONSchema.pm parse_property_string, print_property_string"
 */
public record PropertyString(Map<String, String> values) {
    public PropertyString {
        values.forEach((key, value) -> {
            if (value.contains(",")) {
                throw new IllegalArgumentException("illegal value with commas for " + key);
            }
        });
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads a property string.
     *
     * @param defaultKey the key of a value that stands alone; empty where the option has none
     * @throws IllegalArgumentException for a key given twice, a key without a value, or a bare value where there is no default key
     */
    public static PropertyString parse(String text, String defaultKey) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 0 && defaultKey.isEmpty()) {
                throw new IllegalArgumentException(
                        "value without key, but schema does not define a default key: '" + part.strip() + "'");
            }
            String key = equals < 0 ? defaultKey : part.substring(0, equals).strip();
            String value = part.substring(equals + 1).strip();
            if (key.isEmpty() || value.isEmpty()) {
                throw new IllegalArgumentException("missing key in comma-separated list property");
            }
            if (values.put(key, value) != null) {
                throw new IllegalArgumentException("duplicate key in comma-separated list property: " + key);
            }
        }
        return new PropertyString(values);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** This with one key set, in its place if it is there already. */
    public PropertyString with(String key, String value) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.put(key, value);
        return new PropertyString(copy);
    }

    /** This without one key. */
    public PropertyString without(String key) {
        Map<String, String> copy = new LinkedHashMap<>(values);
        copy.remove(key);
        return new PropertyString(copy);
    }

    /**
     * Prints as Proxmox does: the default key first and bare, then the required keys, then the rest; each group sorted by name.
     *
     * @param defaultKey empty where the option has none
     */
    public String print(String defaultKey, List<String> requiredKeys) {
        Map<String, String> rest = new TreeMap<>(values);
        StringBuilder text = new StringBuilder();
        if (!defaultKey.isEmpty() && rest.containsKey(defaultKey)) {
            text.append(rest.remove(defaultKey));
        }
        for (String key : requiredKeys.stream().sorted().toList()) {
            if (rest.containsKey(key)) {
                append(text, key, Objects.requireNonNull(rest.remove(key)));
            }
        }
        rest.forEach((key, value) -> append(text, key, value));
        return text.toString();
    }

    /** Prints in the order in which the keys were given. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> append(text, key, value));
        return text.toString();
    }

    private static void append(StringBuilder text, String key, String value) {
        text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value);
    }
}
