package phoenix.orchestrator.config.check;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import phoenix.orchestrator.config.GuestDraft;
import phoenix.orchestrator.desired.Place;

/** How messages name things. */
final class Names {
    private static final int MOST = 10;

    private Names() {}

    /** A file's name without its folder. */
    static String file(Place place) {
        return String.valueOf(Path.of(place.file()).getFileName());
    }

    /** {@code 950 (chat), 951 (embed)}, and how many more if there are many. */
    static String guests(Collection<? extends GuestDraft> guests) {
        return some(guests.stream().map(GuestDraft::label).toList());
    }

    /** The first ten, and how many more there are. */
    static String some(List<String> names) {
        List<String> first = names.subList(0, Math.min(MOST, names.size()));
        int left = names.size() - first.size();
        return String.join(", ", first) + (left > 0 ? " and " + left + " more" : "");
    }
}
