package phoenix.pve.shell;

import java.time.Duration;

/** Lengths of time for people. */
final class Durations {
    private Durations() {}

    /** {@code 90 s}, {@code 0.5 s}, {@code 10 min}. */
    static String words(Duration length) {
        if (length.toMillis() % 1000 != 0) {
            return length.toMillis() / 1000.0 + " s";
        }
        long seconds = length.toSeconds();
        return seconds >= 120 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
