package phoenix.pve.api;

import java.util.List;

/**
 * A parameter that is a list for Proxmox, kept as one text: the values with NUL between them, which no value can hold. It is sent as the
 * same key several times.
 */
final class ManyValues {
    private static final String BETWEEN = "\0";

    private ManyValues() {}

    /** @throws IllegalArgumentException if a value holds a NUL, or there is no value */
    static String of(List<String> values) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value.contains(BETWEEN))) {
            throw new IllegalArgumentException("a list needs values, and none of them can hold a NUL");
        }
        return String.join(BETWEEN, values);
    }

    /** The values of a parameter; one, if it is no list. */
    static List<String> in(String parameter) {
        return List.of(parameter.split(BETWEEN, -1));
    }
}
