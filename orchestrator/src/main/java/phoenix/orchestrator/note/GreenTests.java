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
import phoenix.pve.VmId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * When each suite of a guest was last seen to pass: a line of its own in the guest's notes, beside {@link Note}'s. It is no part of the guest's
 * state: nothing is planned by it. It names its guest, as a note does.
 *
 * @param suites the time of the last green run by the suite's name
 */
public record GreenTests(VmId guest, SortedMap<String, Instant> suites) {
    private static final int VERSION = 1;
    private static final Pattern LINE = Pattern.compile("(?m)^<!-- phoenix-tests (\\{.*\\}) -->\\s*$");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public GreenTests {
        suites = Collections.unmodifiableSortedMap(new TreeMap<>(suites));
    }

    /** What a guest's notes tell; nothing if there is no such line of this guest's own, or none that can be read. */
    public static GreenTests of(VmId guest, String description) {
        Matcher line = LINE.matcher(description);
        return (line.find() ? read(line.group(1)) : Optional.<GreenTests>empty())
                .filter(found -> found.guest().equals(guest))
                .orElse(new GreenTests(guest, new TreeMap<>()));
    }

    /** This after a green run. */
    public GreenTests with(String suite, Instant when) {
        SortedMap<String, Instant> more = new TreeMap<>(suites);
        more.put(suite, when);
        return new GreenTests(guest, more);
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
        return LINE.matcher(description).replaceAll("").strip();
    }

    private String line() {
        ObjectNode json = JSON.createObjectNode();
        json.put("v", VERSION);
        json.put("id", guest.value());
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
            return Optional.of(new GreenTests(new VmId(json.path("id").asInt(0)), suites));
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty(); // a memory that cannot be read is no memory
        }
    }
}
