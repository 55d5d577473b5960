package phoenix.orchestrator.config;

import java.util.Set;

/** Follows every reference to a secret in a tree of values, and warns of secrets that stand in it as plain text. */
final class SecretCheck {
    private static final Set<String> NO_SECRET = Set.of("", "NOT_SET");

    private final Secrets secrets;
    private final Problems problems;

    SecretCheck(Secrets secrets, Problems problems) {
        this.secrets = secrets;
        this.problems = problems;
    }

    void check(JsonValue value) {
        if (value instanceof JsonValue.Obj object) {
            if (Secrets.isReference(object)) {
                secrets.follow(object);
            } else {
                object.members().values().stream()
                        .filter(member -> !Keys.isComment(member.key()))
                        .forEach(this::check);
            }
        } else if (value instanceof JsonValue.Arr array) {
            array.items().forEach(this::check);
        }
    }

    private void check(JsonValue.Member member) {
        if (member.value() instanceof JsonValue.Text text
                && SecretNames.looksSecret(member.key())
                && !NO_SECRET.contains(text.text().strip())) {
            problems.warning(
                    text.place(),
                    "'" + Shortened.of(member.key()) + "' looks like a secret, and stands in the file as plain text",
                    "write where it is to be found: {\"$env\": \"NAME\"} or {\"$file\": \"path\"}");
        } else {
            check(member.value());
        }
    }
}
