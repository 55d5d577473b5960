package phoenix.pve.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What {@code pvesh} prints. */
final class PveshOutput {
    /** A log need not end with a line feed, so the answer may follow its last words on the same line. */
    private static final Pattern UPID_AT_THE_END = Pattern.compile("\"(UPID:[^\"]+:)\"\\s*$");

    /** {@code 403 Permission check failed ...}: how {@code PVE/Exception.pm} prints an error that has a code. */
    private static final Pattern CODED = Pattern.compile("(?m)^([45][0-9]{2}) (.*)$");

    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*): (.*)");
    private static final int NO_CODE = 500;

    private PveshOutput() {}

    /** Whether a line of output is the answer of a call that started a task. */
    static boolean isUpid(String line) {
        return line.startsWith("\"UPID:") && UPID_AT_THE_END.matcher(line).find();
    }

    /** The answer, which stands last and on one line. A method that returns nothing prints nothing. */
    static JsonNode data(String stdout, String purpose) {
        Matcher upid = UPID_AT_THE_END.matcher(stdout);
        String text = upid.find() ? "\"" + upid.group(1) + "\"" : lastLine(stdout);
        if (text.isEmpty()) {
            return Json.nothing();
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new PveException.Unavailable(
                    "cannot " + purpose + ": pvesh did not end with JSON but with: " + text,
                    "run the same pvesh command by hand and look at its output",
                    true,
                    e);
        }
    }

    private static String lastLine(String stdout) {
        String stripped = stdout.strip();
        return stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    /** What its standard error means when it did not exit with 0. */
    static PveException error(String stderr, String purpose) {
        Matcher coded = CODED.matcher(stderr);
        if (!coded.find()) {
            return PveErrors.of(NO_CODE, stderr, Map.of(), purpose);
        }
        Map<String, String> errors = new TreeMap<>();
        for (String line : stderr.substring(coded.end()).strip().split("\n")) {
            Matcher parameter = PARAMETER.matcher(line);
            if (parameter.matches()) {
                errors.put(parameter.group(1), parameter.group(2));
            }
        }
        String before = stderr.substring(0, coded.start()).strip();
        String message = before.isEmpty() ? coded.group(2) : coded.group(2) + "; " + before;
        return PveErrors.of(Integer.parseInt(coded.group(1)), message, errors, purpose);
    }
}
