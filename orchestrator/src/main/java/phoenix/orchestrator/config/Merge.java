package phoenix.orchestrator.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lays one object over another: objects merge, whatever else is above replaces what is below, and a null takes it away. The result
 * consists of the values as they were read, so each still knows its place.
 */
final class Merge {
    private Merge() {}

    static JsonValue.Obj over(JsonValue.Obj below, JsonValue.Obj above) {
        Map<String, JsonValue.Member> members = new LinkedHashMap<>(below.members());
        above.members().forEach((key, member) -> {
            JsonValue.Member under = members.get(key);
            if (member.value() instanceof JsonValue.Null) {
                members.remove(key);
            } else if (under != null
                    && under.value() instanceof JsonValue.Obj lower
                    && member.value() instanceof JsonValue.Obj upper
                    && !Secrets.isReference(lower)
                    && !Secrets.isReference(upper)) {
                members.put(key, new JsonValue.Member(member.place(), key, over(lower, upper)));
            } else {
                members.put(key, member);
            }
        });
        return new JsonValue.Obj(above.place(), members);
    }
}
