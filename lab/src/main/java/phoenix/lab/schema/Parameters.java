package phoenix.lab.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All parameters of an endpoint. */
public final class Parameters {
    private static final Pattern NUMBERED = Pattern.compile("([a-z]+)(0|[1-9][0-9]{0,3})");

    private final Map<String, Param> byName = new LinkedHashMap<>();

    public Parameters(Collection<Param> params) {
        params.forEach(param -> byName.put(param.name(), param));
    }

    public Collection<Param> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** What a given name stands for: {@code net3} is {@code net[n]}. */
    public Optional<Param> find(String name) {
        Param plain = byName.get(name);
        if (plain != null && plain.lastIndex() < 0) {
            return Optional.of(plain);
        }
        Matcher numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            return Optional.empty();
        }
        Param indexed = byName.get(numbered.group(1) + "[n]");
        return indexed != null && Integer.parseInt(numbered.group(2)) <= indexed.lastIndex()
                ? Optional.of(indexed)
                : Optional.empty();
    }

    /**
     * Joins lists that were given for {@code *-list} parameters, turns numbers into their text and JSON's true and false into 1 and
     * 0 where a boolean is asked for. What does not fit is left as it is, for {@link #problems} to find.
     */
    public Map<String, Object> normalise(Map<String, Object> given) {
        Map<String, Object> normal = new LinkedHashMap<>();
        given.forEach((name, value) -> normal.put(
                name, find(name).map(param -> normalise(param, value)).orElse(value)));
        return normal;
    }

    private static Object normalise(Param param, Object value) {
        if (value instanceof List<?> list && param.namedFormat().orElse("").endsWith("-list")) {
            List<String> texts = new ArrayList<>();
            list.forEach(element -> texts.add(String.valueOf(element)));
            return String.join(",", texts);
        }
        if (param.type().equals("array") && !(value instanceof List)) {
            return List.of(value);
        }
        if (value instanceof Boolean truth && param.type().equals("boolean")) {
            return truth ? "1" : "0";
        }
        return value;
    }

    /** Every problem of the given values, by parameter, in Proxmox's words; empty if they are good. */
    public SortedMap<String, String> problems(Map<String, Object> given) {
        SortedMap<String, String> problems = new TreeMap<>();
        for (Param param : byName.values()) {
            if (param.lastIndex() < 0) {
                Values.check(param.name(), param, given.get(param.name()), problems);
            }
        }
        given.forEach((name, value) -> {
            Optional<Param> param = find(name);
            if (param.isEmpty()) {
                Values.add(problems, name, Values.NOT_IN_SCHEMA);
                return;
            }
            if (param.get().lastIndex() >= 0) {
                Values.check(name, param.get(), value, problems);
            }
            param.get().rule("requires").map(Object::toString).ifPresent(required -> {
                if (!given.containsKey(required)) {
                    Values.add(problems, required, "missing property - '" + name + "' requires this property");
                }
            });
        });
        return problems;
    }
}
