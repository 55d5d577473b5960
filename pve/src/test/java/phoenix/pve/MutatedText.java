package phoenix.pve;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts that somebody broke: pieces put in, taken out, doubled, and now and then something very long. */
public final class MutatedText {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "=",
            "\"",
            "'",
            "null",
            "true",
            "-1",
            "1e9",
            "99999999999999999999",
            "\"\"",
            "\\",
            "\\u0000",
            "\n",
            "\n\n[",
            "]\n",
            "\r",
            "\t",
            "#",
            "%",
            "%zz",
            "lxc.",
            "net0: ",
            "$(id)",
            "; id",
            "`id`",
            "..",
            "\u0000",
            "\u001b[2J",
            "\u202e",
            "\u00e9",
            "\u65e5\u672c",
            "\ud83d\ude80",
            "[]",
            "{}",
            "0x",
            " ");
    /** One in so many inputs is very long. */
    private static final int LONG = 500;

    private static final int VERY_LONG = 1 << 20;

    /** What a long word or gap is made of. */
    private static final List<String> RUNS = List.of("a", " ", "/", ":");

    /** Long enough that the square of it takes seconds, short enough that it itself takes milliseconds. */
    private static final int LONG_RUN = 1 << 18;

    private MutatedText() {}

    /** How many inputs are tried: {@code -Dinputs=100000} for the long run. */
    public static int inputs() {
        return Integer.getInteger("inputs", 2000);
    }

    /** The seed of the inputs: {@code -Dseed=7} for others. */
    public static long seed() {
        return Long.getLong("seed", 20261128L);
    }

    /** The text with one to four changes. */
    public static String of(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int from = random.nextInt(changed.length() + 1);
            int to = Math.min(changed.length(), from + random.nextInt(random.nextInt(12) == 0 ? 200 : 8));
            String piece = random.nextInt(LONG) == 0
                    ? PIECES.get(random.nextInt(PIECES.size())).repeat(VERY_LONG / 4)
                    : PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(4)) {
                case 0 -> changed.insert(from, piece);
                case 1 -> changed.delete(from, to);
                case 2 -> changed.replace(from, to, piece);
                default -> changed.insert(random.nextInt(changed.length() + 1), changed.substring(from, to));
            }
        }
        return changed.toString();
    }

    /**
     * The text with one very long word or gap: at each place where a word begins or ends, with the rest of its line and without. What is
     * read in a time that grows with the square of a word's length is seen here.
     */
    public static Stream<String> withLongRuns(String text) {
        return IntStream.rangeClosed(0, text.length())
                .filter(place -> isEdge(text, place))
                .boxed()
                .flatMap(place -> RUNS.stream().flatMap(run -> {
                    String before = text.substring(0, place) + run.repeat(LONG_RUN / run.length());
                    int end = text.indexOf('\n', place);
                    String nextLines = end < 0 ? "" : text.substring(end);
                    return Stream.of(before + text.substring(place), before + "!" + nextLines);
                }));
    }

    private static boolean isEdge(String text, int place) {
        return place == 0
                || place == text.length()
                || Character.isLetterOrDigit(text.charAt(place - 1)) != Character.isLetterOrDigit(text.charAt(place));
    }

    /** The beginning of a text, for the message of a failure: what cannot be seen is written out. */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(2000)
                .forEach(c ->
                        shown.append(c == '\n' || (c >= ' ' && c < 127) ? "" + (char) c : String.format("<%x>", c)));
        return shown.toString();
    }
}
