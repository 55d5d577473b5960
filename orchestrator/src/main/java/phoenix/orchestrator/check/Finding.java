package phoenix.orchestrator.check;

import java.util.ArrayList;
import java.util.List;

/**
 * In what something is not as expected.
 *
 * @param what was run, and where, in words
 * @param why a sentence's end: {@code ended with 7: connection refused}
 * @param found lines that came back
 */
public record Finding(String what, String why, List<String> found) {
    public Finding {
        found = List.copyOf(found);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return what + " " + why;
    }

    /** The lines that unfold it. */
    List<String> lines(String where, String expected) {
        List<String> lines = new ArrayList<>();
        lines.add("ran: " + what);
        lines.add("where: " + where);
        lines.add("expected: " + expected);
        lines.add("came back: " + why);
        found.stream().filter(line -> !line.isBlank()).limit(20).forEach(line -> lines.add("  " + line));
        return lines;
    }
}
