package phoenix.orchestrator.config;

import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Place;

/**
 * Says in words for people why a text is no JSON. The parser's own sentences speak of tokens and of its settings; the mistakes that
 * people make are few, and each has one remedy.
 *
 * @param what what is wrong
 * @param hint how to put it right
 */
record BrokenJson(String what, String hint) {
    static final String GOES_ON = "the file goes on after the end of its JSON value";
    static final String GOES_ON_HINT =
            "remove what follows the last closing bracket, or the bracket that closes too early";

    /**
     * Explains one failure of the parser.
     *
     * @param offset the character at which the parser stopped
     * @param said the parser's sentence
     * @param open the innermost bracket that was not closed; null if none was open
     */
    static BrokenJson explain(String text, int offset, String said, @Nullable Place open) {
        String at = word(text, offset);
        char before = lastVisible(text, offset);
        if (said.startsWith("Unexpected end-of-input")) {
            return ended(said, open);
        }
        if (at.equals("/") || at.equals("#")) {
            return new BrokenJson(
                    "JSON has no comments, and here one begins",
                    "remove it, or write it as a key that begins with //, such as \"// why\": \"...\"");
        }
        if ((at.equals("}") || at.equals("]")) && before == ',') {
            return new BrokenJson(
                    "there is a comma before '" + at + "', with nothing after it",
                    "remove the comma after the last value");
        }
        if (at.equals("'") || at.equals("\u201c") || at.equals("\u201d")) {
            return new BrokenJson(
                    "a text begins with " + at + "; JSON knows only straight double quotes", "write \"...\" instead");
        }
        if (said.contains("was expecting comma")
                && offset > 0
                && Character.isLetterOrDigit(text.charAt(offset - 1))
                && at.matches("[\\w.].*")) {
            return new BrokenJson(
                    "a number goes on with '" + Shortened.of(at) + "'",
                    "write plain digits such as 512, or a text in double quotes");
        }
        if (said.contains("was expecting comma") && !at.matches("[\\w\"{\\[-].*")) {
            return new BrokenJson(
                    "'" + Shortened.of(at) + "' stands where a comma or a closing bracket must",
                    "write a comma instead, or remove it");
        }
        if (said.contains("was expecting comma")) {
            return new BrokenJson(
                    "a comma is missing before '" + Shortened.of(at) + "'",
                    "write a comma after the value before it, which ends on line " + lineOfLastVisible(text, offset));
        }
        if (open == null && before != ' ' && !said.contains("close marker")) {
            return new BrokenJson(GOES_ON, GOES_ON_HINT);
        }
        return byParser(at, said, open);
    }

    private static BrokenJson byParser(String at, String said, @Nullable Place open) {
        String there = at.isEmpty() ? "" : ", and there is '" + Shortened.of(at) + "'";
        if (said.contains("was expecting double-quote to start property name")) {
            return new BrokenJson("here must stand a key in double quotes" + there, "write \"key\": value");
        }
        if (said.contains("was expecting a colon")) {
            return new BrokenJson(
                    "here must stand a colon, between a key and its value" + there, "write \"key\": value");
        }
        if (said.startsWith("Illegal unquoted character")) {
            return new BrokenJson(
                    "a text is not closed before the end of its line, or holds a control character",
                    "write the closing double quote; a line break inside a text is written \\n");
        }
        if (said.startsWith("Unrecognized character escape") || said.contains("character escape sequence")) {
            return new BrokenJson(
                    "a backslash is followed by a character that it cannot stand before",
                    "write two backslashes for one; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits");
        }
        if (said.contains("close marker")) {
            return open == null
                    ? new BrokenJson("the bracket '" + at + "' closes nothing that is open", "remove it")
                    : new BrokenJson(
                            "the bracket '" + at + "' is of the wrong kind: the one " + words(open)
                                    + " must be closed first",
                            "write the other kind of bracket, or the one that is missing");
        }
        if (said.contains("numeric value") || said.startsWith("Non-standard token")) {
            return new BrokenJson(
                    "a number is not written as JSON wants it",
                    "write plain digits such as 512, without a leading zero or plus sign");
        }
        if (said.startsWith("Document nesting depth")) {
            return new BrokenJson("brackets are nested too deeply", "the configuration needs four levels at most");
        }
        return new BrokenJson(
                "here must stand a value" + there,
                "write a text in double quotes, a number, true, false, null, [...] or {...}");
    }

    /** The word that begins at a place, or the one character there. */
    private static String word(String text, int offset) {
        int end = offset;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end > offset || offset >= text.length()
                ? text.substring(Math.min(offset, end), end)
                : text.substring(offset, text.offsetByCodePoints(offset, 1));
    }

    private static String words(Place open) {
        return "opened on line " + open.line() + ", column " + open.column();
    }

    private static BrokenJson ended(String said, @Nullable Place open) {
        if (said.contains("closing quote")) {
            return new BrokenJson("the file ends inside a text", "write the closing double quote and what follows");
        }
        return open == null
                ? new BrokenJson("the file ends before its value is complete", "write the rest of it")
                : new BrokenJson(
                        "the file ends, and the bracket " + words(open) + " is not closed",
                        "write the missing closing bracket");
    }

    private static int lastVisibleIndex(String text, int offset) {
        int index = Math.min(offset, text.length()) - 1;
        while (index >= 0 && Character.isWhitespace(text.charAt(index))) {
            index--;
        }
        return index;
    }

    private static char lastVisible(String text, int offset) {
        int index = lastVisibleIndex(text, offset);
        return index < 0 ? ' ' : text.charAt(index);
    }

    private static long lineOfLastVisible(String text, int offset) {
        return 1
                + text.substring(0, Math.max(lastVisibleIndex(text, offset), 0))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
