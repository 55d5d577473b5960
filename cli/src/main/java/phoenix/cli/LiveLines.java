package phoenix.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import phoenix.cli.Console.Colour;
import phoenix.cli.GuestProgress.State;

/**
 * The lines of a run on a terminal: one for each guest, with what it is at, a bar and its time, and one for all. Pure.
 *
 * <p>Where not all guests fit, those that run are shown before those that failed, those that wait, and those that are done; the order
 * among the shown stays the plan's. Logs get what rows are left.
 *
 * @param columns of the terminal; no line is longer
 * @param rows of the terminal; two are left free
 * @param logs whether the last lines of what runs are shown
 * @param keys whether keys are heard
 */
record LiveLines(Console console, int columns, int rows, boolean logs, boolean keys) {
    private static final int BAR = 12;
    private static final int TIME = 11;
    /** Below this width there is no place for bars. */
    private static final int ROOM_FOR_BARS = 64;

    private static final int LEAST_LOG = 3;

    List<String> of(RunProgress progress) {
        List<GuestProgress> all = progress.guests();
        int room = Math.max(
                1,
                rows - 3); // the line for all, the cursor's, and one above: some terminals keep a cleared whole screen
        List<GuestProgress> shown = chosen(all, room);
        int logRows = logRows(shown, room - shown.size() - (shown.size() < all.size() ? 1 : 0));
        int label = Math.min(
                Math.max(8, columns / 3),
                shown.stream()
                        .mapToInt(guest -> TerminalText.width(guest.label()))
                        .max()
                        .orElse(0));
        List<String> lines = new ArrayList<>();
        for (GuestProgress guest : shown) {
            lines.add(line(guest, progress, label));
            if (logRows > 0 && guest.state() == State.RUNNING) {
                List<String> tail = guest.tail();
                tail.subList(Math.max(0, tail.size() - logRows), tail.size()).forEach(said -> lines.add(log(said)));
            }
        }
        if (shown.size() < all.size()) {
            Set<GuestProgress> seen = new HashSet<>(shown);
            List<GuestProgress> others =
                    all.stream().filter(guest -> !seen.contains(guest)).toList();
            lines.add(grey("  ... " + others.size() + " more: " + counts(others)));
        }
        lines.add(total(all, progress));
        return lines;
    }

    private List<GuestProgress> chosen(List<GuestProgress> all, int room) {
        if (all.size() <= room) {
            return all;
        }
        int running = (int) all.stream().filter(g -> g.state() == State.RUNNING).count();
        int places = Math.max(1, room - 1 - (logs ? Math.min(room / 2, running * LEAST_LOG) : 0));
        Set<GuestProgress> best = new HashSet<>(all.stream()
                .sorted(Comparator.comparing(GuestProgress::state))
                .limit(places)
                .toList());
        return all.stream().filter(best::contains).toList();
    }

    private int logRows(List<GuestProgress> shown, int free) {
        int running = (int)
                shown.stream().filter(guest -> guest.state() == State.RUNNING).count();
        return logs && running > 0 ? Math.max(0, free / running) : 0;
    }

    private String line(GuestProgress guest, RunProgress progress, int labelWidth) {
        String time = guest.took(progress.now()).isZero() ? "-" : Words.of(guest.took(progress.now()));
        String count = guest.stepsEnded() + "/" + guest.steps();
        String head = "  " + TerminalText.fit(guest.label(), labelWidth) + " ";
        boolean bars = columns >= ROOM_FOR_BARS;
        String numbers = bars ? " " + right(count, 6) + " " + right(time, TIME) + "  " : right(time, TIME) + " ";
        int rest = columns - 1 - TerminalText.width(head) - TerminalText.width(numbers) - (bars ? BAR : 0);
        String stage = TerminalText.cut(TerminalText.plain(stage(guest, progress)), Math.max(0, rest));
        Colour colour = colour(guest.state());
        return head + (bars ? bar(guest, colour) : "") + numbers + console.paint(colour, stage);
    }

    private static String stage(GuestProgress guest, RunProgress progress) {
        return guest.stage()
                + (guest.state() == State.WAITING
                        ? progress.waitsFor(guest).map(other -> " for " + other).orElse("")
                        : "");
    }

    private String bar(GuestProgress guest, Colour colour) {
        int full = guest.steps() == 0 ? BAR - 2 : (BAR - 2) * guest.stepsEnded() / guest.steps();
        return "[" + console.paint(colour, "#".repeat(full)) + grey(".".repeat(BAR - 2 - full)) + "]";
    }

    private String log(String said) {
        return grey(TerminalText.cut("    | " + TerminalText.plain(said), columns - 1));
    }

    private String total(List<GuestProgress> all, RunProgress progress) {
        String text = "  " + counts(all) + "  " + Words.of(progress.sinceBegin());
        String help = keys ? "   l: " + (logs ? "hide logs" : "logs") + "   Ctrl-C: stop" : "   Ctrl-C: stop";
        return TerminalText.width(text + help) < columns ? text + grey(help) : TerminalText.cut(text, columns - 1);
    }

    private static String counts(List<GuestProgress> guests) {
        Map<State, Integer> numbers = new EnumMap<>(State.class);
        guests.forEach(guest -> numbers.merge(guest.state(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        numbers.forEach((state, number) -> parts.add(number + " " + word(state)));
        return String.join(", ", parts);
    }

    private static String word(State state) {
        return switch (state) {
            case RUNNING -> "at work";
            case FAILED -> "not finished";
            case WAITING -> "waiting";
            case DONE -> "done";
        };
    }

    private static Colour colour(State state) {
        return switch (state) {
            case RUNNING -> Colour.YELLOW;
            case FAILED -> Colour.RED;
            case WAITING -> Colour.GREY;
            case DONE -> Colour.GREEN;
        };
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private String grey(String text) {
        return console.paint(Colour.GREY, text);
    }
}
