package phoenix.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where the command writes: results to standard output, everything else to standard error. Colours only on a terminal, and never with
 * {@code NO_COLOR}.
 */
final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;

    Console(PrintStream out, PrintStream err, boolean colours) {
        this.out = out;
        this.err = err;
        this.colours = colours;
    }

    /** The process's own streams. */
    static Console ofProcess(Map<String, String> environment) {
        boolean terminal = Terminal.showsErrors() && !"dumb".equals(environment.get("TERM"));
        return new Console(System.out, System.err, terminal && !environment.containsKey("NO_COLOR"));
    }

    /** This with results going where everything else goes, because standard output belongs to a program. */
    Console onErrors() {
        return new Console(err, err, colours);
    }

    void result(String line) {
        out.println(line);
    }

    void tell(String line) {
        err.println(line);
    }

    /** Prints an error in its three parts. */
    void error(String message, String hint) {
        err.println(paint(Colour.RED, "Error: ") + message);
        if (!hint.isEmpty()) {
            err.println("  Try: " + hint);
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
