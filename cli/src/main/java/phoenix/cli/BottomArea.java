package phoenix.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Lines that stay at the bottom of a terminal while others are written above them. The cursor stands below the last of them. Nothing of
 * the terminal's state is changed but where it stands, so a process that is killed or stopped leaves a usable one. All methods hold the
 * area's own lock.
 */
final class BottomArea {
    /** Terminals that know it show all between the two at once, and others ignore it. */
    private static final String HOLD = "\u001b[?2026h";

    private static final String SHOW = "\u001b[?2026l";

    private static final String CLEAR_REST = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private final IntSupplier columns;
    private List<String> shown = List.of();

    /** @param columns how wide the terminal is now */
    BottomArea(PrintStream out, IntSupplier columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Shows these lines in place of those before. */
    synchronized void show(List<String> lines) {
        out.print(HOLD + up() + text(lines) + CLEAR_BELOW + SHOW);
        out.flush();
        shown = List.copyOf(lines);
    }

    /** Writes something above the area. */
    synchronized void around(Runnable write) {
        out.print(HOLD + up() + CLEAR_BELOW);
        out.flush();
        write.run();
        out.print(text(shown) + SHOW);
        out.flush();
    }

    /** Takes the area away. */
    synchronized void clear() {
        show(List.of());
    }

    /** A terminal that has become narrower has broken the lines anew: they take more rows than they were. */
    private String up() {
        int width = Math.max(1, columns.getAsInt());
        int rows = shown.stream()
                .mapToInt(line -> Math.max(1, (TerminalText.width(line) + width - 1) / width))
                .sum();
        return rows == 0 ? "" : "\r\u001b[" + rows + "A";
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join(CLEAR_REST + "\n", lines) + CLEAR_REST + "\n";
    }
}
