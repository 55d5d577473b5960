package phoenix.orchestrator.check;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A failing test's better past.
 *
 * @param owner whose test it is: a guest's ID, or the node's name
 * @param suite which was green
 * @param green when it was last
 * @param finalForm whether the guest has the snapshot of the state in which it was finished
 */
public record Regression(String owner, String suite, Instant green, boolean finalForm) {
    /** The snapshot that is taken of a guest that is finished and was well. */
    static final String FINAL_FORM = "final-form";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The line beside what came back. */
    String line() {
        return "regressed since: " + TIME.format(green) + ", when suite '" + suite + "' was green";
    }

    /** The test's own hint with the way back, if there is one. */
    String hint(String own) {
        return finalForm
                ? own + "; or go back to when all was well: phoenix --rollback " + owner + " " + FINAL_FORM
                : own;
    }
}
