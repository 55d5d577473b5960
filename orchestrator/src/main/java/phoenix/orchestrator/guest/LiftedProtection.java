package phoenix.orchestrator.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.note.Note;

/**
 * The mark in a guest's note that Phoenix took its {@code protection} away to change its disks, and owes it. The call that takes it away
 * writes the mark, the call that gives it back removes the mark: whoever comes after a kill between the two gives it back.
 */
public final class LiftedProtection {
    public static final String OPTION = "protection";

    /** Among the names of managed options; no option is called so. */
    public static final String MARK = "protection.lifted";

    private LiftedProtection() {}

    /** Whether names of managed options hold the mark. */
    public static boolean isOwed(Set<String> managed) {
        return managed.contains(MARK);
    }

    /** The options with the protection among them, if it is owed and no file says or said what it shall be. */
    public static Map<String, String> restored(Map<String, String> options, Set<String> managed) {
        if (!isOwed(managed) || options.containsKey(OPTION) || managed.contains(OPTION)) {
            return options;
        }
        Map<String, String> restored = new LinkedHashMap<>(options);
        restored.put(OPTION, "1");
        return restored;
    }

    /** A note with the mark: the one that is there, or else the one that will be, with nothing done yet. */
    public static Note marked(Optional<Note> found, Note wanted) {
        Note note = found.orElseGet(wanted::forgettingItsWork);
        Set<String> managed = new TreeSet<>(note.managed());
        managed.add(MARK);
        return note.managing(managed);
    }

    /** A note without the mark. */
    public static Note unmarked(Note note) {
        Set<String> managed = new TreeSet<>(note.managed());
        managed.remove(MARK);
        return note.managing(managed);
    }
}
