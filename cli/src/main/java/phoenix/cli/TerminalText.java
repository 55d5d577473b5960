package phoenix.cli;

import java.util.regex.Pattern;

/** Text as a terminal takes it: how many columns it fills, and without what a terminal would obey. */
final class TerminalText {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    /** Whole sequences that move the cursor, set titles or ask the terminal something, and single characters that do. */
    private static final Pattern ORDERS = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-ln-~]"
            + "|\u001b[\\]P^_X][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?"
            + "|\u001b(?!\\[[0-9;]*m)|[\\x00-\\x08\\x0b-\\x1a\\x1c-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]");

    private TerminalText() {}

    /** The text with colours at most: what scripts and names bring along must not move the cursor, nor turn the text around. */
    static String harmless(String text) {
        return ORDERS.matcher(text).replaceAll("");
    }

    /** The text in one colour and one line, as it can be cut anywhere. */
    static String plain(String text) {
        return COLOUR.matcher(harmless(text))
                .replaceAll("")
                .replace('\t', ' ')
                .replace('\n', ' ')
                .strip();
    }

    /** How many columns it fills, colours left out. */
    static int width(String text) {
        return COLOUR.matcher(text)
                .replaceAll("")
                .codePoints()
                .map(TerminalText::width)
                .sum();
    }

    /** Plain text cut to a width, with a sign where something is missing. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder part = new StringBuilder();
        int used = 0;
        for (int point : text.codePoints().toArray()) {
            int width = width(point);
            if (used + width > columns - 1) {
                break;
            }
            part.appendCodePoint(point);
            used += width;
        }
        return columns <= 0 ? "" : part + "~";
    }

    /** Plain text cut or filled to exactly this width. */
    static String fit(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(Math.max(0, columns - width(cut)));
    }

    /** East Asian characters and pictures fill two columns, marks that combine none. */
    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = point >= 0x1100
                && (point <= 0x115F
                        || (point >= 0x2E80 && point <= 0xA4CF && point != 0x303F)
                        || (point >= 0xAC00 && point <= 0xD7A3)
                        || (point >= 0xF900 && point <= 0xFAFF)
                        || (point >= 0xFE30 && point <= 0xFE6F)
                        || (point >= 0xFF00 && point <= 0xFF60)
                        || (point >= 0xFFE0 && point <= 0xFFE6)
                        || (point >= 0x1F300 && point <= 0x1FAFF)
                        || (point >= 0x20000 && point <= 0x3FFFD));
        return wide ? 2 : 1;
    }
}
