package phoenix.orchestrator.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestConfig;

/**
 * A snapshot that Phoenix took.
 *
 * @param at when; empty where the node was read without a shell, which does not tell
 */
public record TakenSnapshot(String name, Optional<Instant> at) {
    /** The newest that Phoenix took of a guest; of those of one second, the one that the guest's state descends from. */
    static Optional<TakenSnapshot> newestOf(ActualGuest guest) {
        return newest(guest, record -> true);
    }

    /** The newest whose record is such. */
    static Optional<TakenSnapshot> newest(ActualGuest guest, Predicate<Note> wanted) {
        String parent = guest.config().current().get("parent").orElse("");
        return guest.memory().records().entrySet().stream()
                .filter(record -> guest.memory().keeps(record.getKey()) && wanted.test(record.getValue()))
                .map(record -> new TakenSnapshot(record.getKey(), timeOf(guest, record.getKey())))
                .max(Comparator.comparing(TakenSnapshot::moment)
                        .thenComparing(snapshot -> snapshot.name().equals(parent)));
    }

    private Instant moment() {
        return at.orElse(Instant.EPOCH);
    }

    private static Optional<Instant> timeOf(ActualGuest guest, String snapshot) {
        return Optional.ofNullable(guest.config().snapshots().get(snapshot))
                .flatMap((GuestConfig.Section section) -> section.get("snaptime"))
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }
}
