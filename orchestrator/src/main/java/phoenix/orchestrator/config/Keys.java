package phoenix.orchestrator.config;

/** Tells keys and values that say nothing. */
final class Keys {
    private Keys() {}

    /** Comments are keys that begin with {@code //} or {@code _}; {@code $schema} is for editors. */
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
}
