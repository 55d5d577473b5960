package phoenix.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether a person is there. {@code System.console()} cannot say it of one stream alone, and says something else on every JDK. */
final class Terminal {
    private static final int INPUT = 0;
    private static final int ERRORS = 2;

    private Terminal() {}

    /** Whether somebody can be asked: input and errors are both a terminal's. */
    static boolean canAsk() {
        return isTerminal(INPUT) && isTerminal(ERRORS);
    }

    /** Whether what goes to standard error is read on a terminal. */
    static boolean showsErrors() {
        return isTerminal(ERRORS);
    }

    /** Asks on standard error and reads a line; null if nobody can be asked. */
    static @Nullable String ask(String question) {
        if (!canAsk()) {
            return null;
        }
        System.err.print(question);
        System.err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (answer == null) {
                System.err.println(); // Ctrl-D ends no line
            }
            return answer;
        } catch (IOException e) {
            return null; // the terminal is gone, and nobody with it
        }
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
