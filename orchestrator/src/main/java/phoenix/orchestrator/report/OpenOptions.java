package phoenix.orchestrator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The options of a guest that have not been written down yet, and what the format has no key for. Used once, by one thread. */
final class OpenOptions {
    private static final Set<String> SECRET = Set.of("cipassword");

    private final TreeMap<String, String> options;
    private final List<String> unknown = new ArrayList<>();

    /** @param silent names of options that are not worth a word */
    OpenOptions(Map<String, String> options, Set<String> silent) {
        this.options = new TreeMap<>(options);
        silent.forEach(this.options::remove);
    }

    /** What is left; what is taken out of it counts as written down. */
    SortedMap<String, String> left() {
        return options;
    }

    /** Receives what the format has no key for. */
    List<String> unknown() {
        return unknown;
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    String get(String option) {
        return options.getOrDefault(option, "");
    }

    Optional<String> take(String option) {
        return Optional.ofNullable(options.remove(option));
    }

    /** The options of that name that have a number at their end, in the order of the numbers. */
    List<String> numbered(String name) {
        return options.keySet().stream()
                .filter(option -> option.matches(name + "[0-9]+"))
                .sorted((one, other) -> Integer.compare(number(one), number(other)))
                .toList();
    }

    /** How many options of that name there are from number 0 on without a gap. */
    int counted(String name) {
        int count = 0;
        while (options.containsKey(name + count)) {
            count++;
        }
        return count;
    }

    void text(ObjectNode json, String key, String option) {
        take(option).ifPresent(value -> json.put(key, value));
    }

    void number(ObjectNode json, String key, String option) {
        take(option).ifPresent(value -> json.put(key, Integer.parseInt(value)));
    }

    void decimal(ObjectNode json, String key, String option) {
        take(option).ifPresent(value -> json.put(key, new java.math.BigDecimal(value)));
    }

    void flag(ObjectNode json, String key, String option) {
        take(option).ifPresent(value -> json.put(key, isOn(value)));
    }

    void list(ObjectNode json, String key, String option) {
        take(option).ifPresent(value -> {
            ArrayNode list = json.putArray(key);
            for (String item : value.strip().split("[,;\\s]+")) {
                list.add(item);
            }
        });
    }

    /** Writes a comment that names everything that is left. */
    void writeRest(ObjectNode json) {
        options.forEach((option, value) ->
                unknown.add(option + ": " + (SECRET.contains(option) ? "(a secret, not shown)" : value)));
        if (!unknown.isEmpty()) {
            ArrayNode list = json.putArray("// not exported");
            unknown.stream().sorted().forEach(list::add);
        }
    }

    /** Proxmox's spellings of true. */
    static boolean isOn(String value) {
        return value.matches("(?i)1|on|yes|true");
    }

    /** The number at the end of an option's name: 3 of {@code mp3}. */
    static int number(String option) {
        return Integer.parseInt(option.replaceFirst("^[a-z]+", ""));
    }
}
