package phoenix.orchestrator.report;

import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.config.Effective;
import phoenix.orchestrator.desired.Place;

/** What the files say of a guest, for people: a line per key, with its value and where that stands. */
public final class EffectiveText {
    private static final int WIDEST_KEY = 40;
    private static final int WIDEST_VALUE = 48;

    private EffectiveText() {}

    /** The lines, without line feeds. */
    public static List<String> lines(Effective guest) {
        int key = width(guest.settings().stream().map(Effective.Setting::key).toList(), WIDEST_KEY);
        int value =
                width(guest.settings().stream().map(Effective.Setting::value).toList(), WIDEST_VALUE);
        List<String> lines = new ArrayList<>();
        lines.add(guest.id() + ", " + guest.kind());
        for (Effective.Setting setting : guest.settings()) {
            lines.add("  " + padded(setting.key(), key) + "  " + padded(setting.value(), value) + "  "
                    + setting.origin() + ", " + at(setting.place()));
        }
        return lines;
    }

    private static String at(Place place) {
        return place.file() + ":" + place.line() + ":" + place.column();
    }

    private static int width(List<String> texts, int widest) {
        return texts.stream()
                .mapToInt(String::length)
                .filter(length -> length <= widest)
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
