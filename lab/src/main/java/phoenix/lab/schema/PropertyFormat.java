package phoenix.lab.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.pve.DiskSize;
import phoenix.pve.PropertyString;

/**
 * The keys that a property string ({@code key=value,key=value}) may have.
 *
 * <p>{@link PropertyString} reads leniently, for comparing; this reads as strictly as Proxmox does when it is given a value.
 *
 * @see "PVE source: PVE/JSONSchema.pm parse_property_string, print_property_string"
 */
public final class PropertyFormat {
    private final Map<String, Param> keys = new LinkedHashMap<>();

    public PropertyFormat(List<Param> keys) {
        keys.forEach(key -> this.keys.put(key.name(), key));
    }

    public static PropertyFormat of(Param... keys) {
        return new PropertyFormat(List.of(keys));
    }

    public Map<String, Param> keys() {
        return Collections.unmodifiableMap(keys);
    }

    /** The key whose value may stand alone; empty if there is none. */
    public String defaultKey() {
        return keys.values().stream()
                .filter(Param::isDefaultKey)
                .map(Param::name)
                .findFirst()
                .orElse("");
    }

    /**
     * Reads and checks a property string. Booleans become 1 and 0.
     *
     * @param path the parameter's name, for the texts of the problems
     */
    public PropertyString parse(String text, String path) throws InvalidFormat {
        Map<String, String> values = new LinkedHashMap<>();
        boolean bareSeen = false;
        for (String part : text.split(",")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 0) {
                if (defaultKey().isEmpty()) {
                    throw new InvalidFormat("value without key, but schema does not define a default key\n");
                }
                if (bareSeen || values.containsKey(defaultKey())) {
                    throw duplicate(defaultKey());
                }
                bareSeen = true;
                values.put(defaultKey(), part);
            } else if (equals == 0 || equals == part.length() - 1) {
                throw new InvalidFormat("missing key in comma-separated list property\n");
            } else {
                read(part.substring(0, equals), part.substring(equals + 1), values);
            }
        }
        SortedMap<String, String> problems = new TreeMap<>();
        keys.forEach((name, key) -> Values.check(within(path, name), key, values.get(name), problems));
        values.keySet().stream()
                .filter(name -> !keys.containsKey(name))
                .forEach(name -> Values.add(problems, within(path, name), Values.NOT_IN_SCHEMA));
        if (!problems.isEmpty()) {
            throw InvalidFormat.of(problems);
        }
        return new PropertyString(values);
    }

    /** Only checks. */
    void check(String text) throws InvalidFormat {
        parse(text, "");
    }

    private void read(String name, String value, Map<String, String> values) throws InvalidFormat {
        Param key = keys.get(name);
        if (key != null && key.isAlias()) {
            Optional<Object> named = key.rule("keyAlias");
            if (named.isPresent()) {
                read(named.get().toString(), name, values);
            }
            read(key.rule("alias").orElseThrow().toString(), value, values);
            return;
        }
        if (values.containsKey(name)) {
            throw duplicate(name);
        }
        if (key == null) {
            // Proxmox means to refuse it at once and does not; it is found with the other problems.
            values.put(name, value);
            return;
        }
        values.put(name, key.type().equals("boolean") ? truth(value).orElse(value) : value);
    }

    private static InvalidFormat duplicate(String name) {
        return new InvalidFormat("duplicate key in comma-separated list property: " + name + "\n");
    }

    private static String within(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Proxmox's booleans inside property strings, as 1 or 0. */
    private static Optional<String> truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "1", "on", "yes", "true" -> Optional.of("1");
            case "0", "off", "no", "false" -> Optional.of("0");
            default -> Optional.empty();
        };
    }

    /** Prints in Proxmox's order; sizes in the largest unit that fits. */
    public String print(PropertyString values) {
        PropertyString printed = values;
        for (Map.Entry<String, String> entry : values.values().entrySet()) {
            Param key = keys.get(entry.getKey());
            if (key != null && key.namedFormat().orElse("").equals("disk-size")) {
                printed = printed.with(
                        entry.getKey(),
                        DiskSize.parse(entry.getValue().replace("iB", "")).toString());
            }
        }
        List<String> required = keys.values().stream()
                .filter(key -> !key.isOptional())
                .map(Param::name)
                .toList();
        Optional<Param> pair = keys.values().stream()
                .filter(key -> key.rule("keyAlias").isPresent())
                .findFirst();
        if (pair.isPresent()) {
            String name = pair.get().rule("keyAlias").orElseThrow().toString();
            String value = pair.get().rule("alias").orElseThrow().toString();
            if (printed.get(name).isPresent() && printed.get(value).isPresent()) {
                String first =
                        printed.get(name).get() + "=" + printed.get(value).get();
                String rest = printed.without(name).without(value).print("", required);
                return rest.isEmpty() ? first : first + "," + rest;
            }
        }
        return printed.print(defaultKey(), required);
    }
}
