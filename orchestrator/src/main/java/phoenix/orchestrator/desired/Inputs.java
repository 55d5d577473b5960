package phoenix.orchestrator.desired;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object for a script. Secrets stand in it as references; only what is copied into the guest holds their values.
 *
 * @param json with {@code {"$env": "NAME"}} and {@code {"$file": "path"}} as the user wrote them; what is digested and shown
 * @param revealed the same with the secrets in their places
 */
public record Inputs(String json, String revealed) {
    public static final Inputs NONE = new Inputs("{}", "{}");

    /** Inputs without secrets. */
    public static Inputs plain(String json) {
        return new Inputs(json, json);
    }

    /** The text at a key of the object itself; empty if there is none, or something else. */
    public Optional<String> text(String key) {
        // Made where it is needed, and no sooner: who only checks files needs none.
        JsonNode value = JsonMapper.shared().readTree(json).path(key);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    /** The guest's own variables by name, with the secrets in their places. A name that is none, as that of a comment, is passed over. */
    public SortedMap<String, String> environment() {
        SortedMap<String, String> variables = new TreeMap<>();
        JsonMapper.shared().readTree(revealed).path("environment").properties().forEach(member -> {
            if (member.getValue().isString() && member.getKey().matches("[A-Za-z][A-Za-z0-9_]*")) {
                variables.put(member.getKey(), member.getValue().asString());
            }
        });
        return variables;
    }

    public boolean isEmpty() {
        return json.strip().equals("{}");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return json;
    }
}
