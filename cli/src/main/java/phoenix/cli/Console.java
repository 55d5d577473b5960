package phoenix.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the command writes: results to standard output, everything else to standard error. Colours only on a terminal, and never with
 * {@code NO_COLOR}. Safe for use by several threads.
 */
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;
    private final boolean terminal;
    private volatile @Nullable BottomArea bottom;

    Console(PrintStream out, PrintStream err, boolean colours, boolean terminal) {
        this.out = out;
        this.err = err;
        this.colours = colours;
        this.terminal = terminal;
    }

    Console(PrintStream out, PrintStream err, boolean colours) {
        this(out, err, colours, false);
    }

    /** The process's own streams. */
    static Console ofProcess(Map<String, String> environment) {
        boolean terminal = Terminal.showsErrors() && !"dumb".equals(environment.get("TERM"));
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Console(System.out, System.err, terminal && !plain, terminal);
    }

    /** This with results going where everything else goes, because standard output belongs to a program. */
    Console onErrors() {
        return new Console(err, err, colours, terminal);
    }

    /** Whether standard error is a terminal that can do more than print lines. */
    boolean isTerminal() {
        return terminal;
    }

    /**
     * Keeps an area below everything that is written from now on.
     *
     * @param columns how wide the terminal is now
     */
    BottomArea bottomArea(IntSupplier columns) {
        BottomArea area = new BottomArea(err, columns);
        bottom = area;
        return area;
    }

    /** Ends what {@link #bottomArea} began. */
    void withoutBottomArea() {
        bottom = null;
    }

    void result(String line) {
        print(out, line);
    }

    void tell(String line) {
        print(err, TerminalText.harmless(line));
    }

    /** Prints an error in its three parts. */
    void error(String message, String hint) {
        tell(paint(Colour.RED, "Error: ") + message);
        if (!hint.isEmpty()) {
            tell("  Try: " + hint);
        }
    }

    private void print(PrintStream stream, String line) {
        BottomArea area = bottom;
        if (area == null) {
            stream.println(line);
        } else {
            area.around(() -> stream.println(line));
        }
    }

    String paint(Colour colour, String text) {
        return colours ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }

    /** The few colours that are used, each for one meaning. */
    enum Colour {
        /** Something failed or is refused. */
        RED(31),
        /** Something was made, or is well. */
        GREEN(32),
        /** Something changes, or waits. */
        YELLOW(33),
        /** Said in passing. */
        GREY(90);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }
}
