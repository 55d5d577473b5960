package phoenix.orchestrator.container;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Numbered options, such as {@code mp0} to {@code mp255}, each known by what it is for and not by its number. Used by one thread, once.
 */
final class Slots {
    private final String prefix;
    private final Map<Integer, String> found = new TreeMap<>();
    private final Map<String, String> result = new LinkedHashMap<>();

    /** @param prefix {@code mp} */
    Slots(String prefix, Map<String, String> have) {
        this.prefix = prefix;
        have.forEach((option, value) -> {
            if (option.matches(prefix + "[0-9]+")) {
                found.put(Integer.parseInt(option.substring(prefix.length())), value);
            }
        });
    }

    /**
     * Gives each wish the number of what is there for the same purpose, else the lowest that is free, and has what nobody wishes removed.
     *
     * @param wanted values by purpose, in order
     * @param purpose tells it from a value
     * @param ours whether what stands there for a purpose may be removed
     */
    Map<String, String> assign(
            Map<String, String> wanted, Function<String, String> purpose, java.util.function.Predicate<String> ours) {
        Map<String, Integer> there = new LinkedHashMap<>();
        found.forEach((number, value) -> there.putIfAbsent(purpose.apply(value), number));
        Set<Integer> taken = new java.util.TreeSet<>(found.keySet());
        wanted.forEach((what, value) -> {
            Integer number = there.get(what);
            if (number == null) {
                number = 0;
                while (taken.contains(number)) {
                    number++;
                }
            }
            taken.add(number);
            result.put(prefix + number, value);
        });
        found.forEach((number, value) -> {
            if (!result.containsKey(prefix + number) && ours.test(purpose.apply(value))) {
                result.put(prefix + number, "");
            }
        });
        return result;
    }
}
