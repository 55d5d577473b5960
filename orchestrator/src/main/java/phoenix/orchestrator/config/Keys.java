package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The keys that an object may have.
 *
 * @param where the object, for messages: {@code a container}
 * @param carriedOut keys that this version reads
 * @param later keys of the reference that this version does not carry out, with the values that ask for nothing
 * @param laterIs how grave it is if one of those asks for something
 */
record Keys(String where, Set<String> carriedOut, Map<String, Predicate<JsonValue>> later, Problem.Severity laterIs) {

    /** An object without keys for later. */
    static Keys of(String where, String... carriedOut) {
        return new Keys(where, Set.of(carriedOut), Map.of(), Problem.Severity.ERROR);
    }

    /** Reports every key that would not be carried out. Comments ({@code $schema}, {@code _...}, {@code //...}) are no keys. */
    void check(JsonValue.Obj object, Problems problems) {
        for (JsonValue.Member member : object.members().values()) {
            if (isComment(member.key()) || carriedOut.contains(member.key())) {
                continue;
            }
            Predicate<JsonValue> asksForNothing = later.get(member.key());
            if (asksForNothing == null) {
                unknown(member, problems);
            } else if (!asksForNothing.test(member.value())) {
                notYet(member, problems);
            }
        }
    }

    static boolean isComment(String key) {
        return key.equals("$schema") || key.startsWith("_") || key.startsWith("//");
    }

    /** Whether a value says "none", whatever the key: null, false, "none", and what is empty or holds only such values. */
    static boolean isNothing(JsonValue value) {
        if (value instanceof JsonValue.Null) {
            return true;
        } else if (value instanceof JsonValue.Bool bool) {
            return !bool.value();
        } else if (value instanceof JsonValue.Text text) {
            return text.text().isBlank() || text.text().equals("none");
        } else if (value instanceof JsonValue.Arr array) {
            return array.items().isEmpty();
        } else if (value instanceof JsonValue.Obj object) {
            return object.members().values().stream()
                    .map(JsonValue.Member::value)
                    .allMatch(Keys::isNothing);
        }
        return false;
    }

    private void notYet(JsonValue.Member member, Problems problems) {
        String what = "'" + member.key() + "' is a key of the reference that this version does not carry out yet";
        switch (laterIs) {
            case ERROR ->
                problems.error(
                        member.place(),
                        what,
                        "remove it; nothing of it would happen. To keep it as a note, write the key as \"_"
                                + member.key() + "\"");
            case WARNING -> problems.warning(member.place(), what, "nothing of it happens; it may stay");
        }
    }

    private void unknown(JsonValue.Member member, Problems problems) {
        Collection<String> all = new ArrayList<>(carriedOut);
        all.addAll(later.keySet());
        Optional<String> near = KeyNames.nearest(member.key(), all);
        problems.error(
                member.place(),
                "'" + Shortened.of(member.key()) + "' is no key of " + where,
                near.map(name -> "did you mean '" + name + "'?")
                        .orElse("remove it, or make it a comment by an underscore before it; known keys: "
                                + String.join(", ", new TreeSet<>(carriedOut))));
    }
}
