package phoenix.orchestrator.desired;

import java.util.Locale;

/**
 * What a probe is to find: {@code size} at least {@code 10}.
 *
 * @param fact a name that Phoenix's own script gives to what it finds
 * @param value what it is compared with, as the rule takes it
 */
public record Expectation(String fact, Rule rule, String value) {
    /** How a fact is compared. */
    public enum Rule {
        IS,
        ISNOT,
        /** A pattern of the shell: {@code 5.*}. */
        LIKE,
        /** An extended regular expression that matches somewhere. */
        MATCHES,
        ATLEAST,
        /** Two numbers with a hyphen between them, both included. */
        BETWEEN,
        /** One of several words. */
        HAS,
        /** No expectation: it says how to look. */
        GIVEN;

        /** As the script knows it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code size at least 10}. */
    @Override
    public String toString() {
        String shown = switch (rule) {
            case IS -> "is " + value;
            case ISNOT -> value.isEmpty() ? "is there" : "is not " + value;
            case LIKE -> "is like " + value;
            case MATCHES -> "matches " + value;
            case ATLEAST -> "is at least " + value;
            case BETWEEN -> "is from " + value.replace("-", " to ");
            case HAS -> "has " + value;
            case GIVEN -> value;
        };
        return fact + " " + shown;
    }
}
