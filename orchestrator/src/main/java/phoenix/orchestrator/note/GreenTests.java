package phoenix.orchestrator.note;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * When each suite of a guest or of the node was last seen to pass: a line of its own in its notes, beside {@link Note}'s. It is no part of any
 * state: nothing is planned by it. It names whose it is, as a note does.
 *
 * @param owner as a plan calls it: a guest's ID, or the node's name
 * @param suites the time of the last green run by the suite's name
 */
public record GreenTests(String owner, SortedMap<String, Instant> suites) {
    private static final int VERSION = 1;
    private static final Pattern LINE = Pattern.compile("(?m)^<!-- phoenix-tests (\\{.*\\}) -->\\s*$");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public GreenTests {
        suites = Collections.unmodifiableSortedMap(new TreeMap<>(suites));
    }

    /** What its notes tell; nothing if there is no such line of its own, or none that can be read. */
    public static GreenTests of(String owner, String description) {
        Matcher line = LINE.matcher(description);
        return (line.find() ? read(line.group(1)) : Optional.<GreenTests>empty())
                .filter(found -> found.owner().equals(owner))
                .orElse(new GreenTests(owner, new TreeMap<>()));
    }

    /** This after a green run. */
    public GreenTests with(String suite, Instant when) {
        SortedMap<String, Instant> more = new TreeMap<>(suites);
        more.put(suite, when);
        return new GreenTests(owner, more);
    }

    /** The suite that was green last. */
    public Optional<Map.Entry<String, Instant>> last() {
        return suites.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<String, Instant> suite) -> suite.getValue()));
    }

    /** A description with this line in place of the one it holds, and everything else as it is; without a line if there is nothing to tell. */
    public String placedIn(String description) {
        String others = withoutLine(description);
        return suites.isEmpty() ? others : (others.isEmpty() ? line() : others + "\n" + line());
    }

    static String withoutLine(String description) {
        String others = LINE.matcher(description).replaceAll("");
        int from = 0;
        while (from < others.length() && others.charAt(from) == '\n') {
            from++;
        }
        return others.substring(from).stripTrailing(); // blanks before a line's text mean something in Markdown
    }

    private static boolean isGuest(String owner) {
        return owner.matches("[0-9]{1,9}");
    }

    private String line() {
        ObjectNode json = JSON.createObjectNode();
        json.put("v", VERSION);
        if (isGuest(owner)) {
            json.put("id", Integer.parseInt(owner));
        } else {
            json.put("node", owner);
        }
        ObjectNode green = json.putObject("green");
        suites.forEach((suite, when) -> green.put(suite, when.toString()));
        return "<!-- phoenix-tests " + JSON.writeValueAsString(json) + " -->";
    }

    private static Optional<GreenTests> read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("v").asInt(0) != VERSION) {
                return Optional.empty();
            }
            SortedMap<String, Instant> suites = new TreeMap<>();
            json.path("green")
                    .properties()
                    .forEach(e ->
                            suites.put(e.getKey(), Instant.parse(e.getValue().asString(""))));
            String owner = json.path("node").asString(json.path("id").asString(""));
            return Optional.of(new GreenTests(owner, suites));
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty(); // a memory that cannot be read is no memory
        }
    }
}
