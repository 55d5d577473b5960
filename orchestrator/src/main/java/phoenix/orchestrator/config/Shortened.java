package phoenix.orchestrator.config;

/** A user's text as it stands in a message: on one line, and never long. */
public final class Shortened {
    private static final int MOST = 60;

    private Shortened() {}

    /** The text itself if it is short and plain. */
    public static String of(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(MOST + 1).forEach(point -> {
            if (Character.isISOControl(point) || !Character.isDefined(point) || isHalf(point)) {
                plain.append(String.format("\\u%04x", point));
            } else {
                plain.appendCodePoint(point);
            }
        });
        int end = plain.codePointCount(0, plain.length()) > MOST ? plain.offsetByCodePoints(0, MOST) : plain.length();
        return end < plain.length() ? plain.substring(0, end) + "..." : plain.toString();
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
