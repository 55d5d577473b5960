package phoenix.cli;

import java.time.Duration;
import java.util.Locale;

/** Small things said the same way everywhere. */
final class Words {
    private Words() {}

    /** {@code 0.4 s}, {@code 12 s}, {@code 2 min 5 s}. */
    static String of(Duration time) {
        if (time.toSeconds() < 10) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return time.toMinutes() == 0
                ? time.toSeconds() + " s"
                : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
}
