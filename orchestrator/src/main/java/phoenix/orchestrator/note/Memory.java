package phoenix.orchestrator.note;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.pve.GuestConfig;
import phoenix.pve.Tags;
import phoenix.pve.VmId;

/**
 * What a guest remembers of Phoenix.
 *
 * <p>A rollback puts the tags back to the snapshot's and leaves the notes as they were. So notes and tag that disagree mean that
 * somebody rolled the guest back, and the record in the snapshot's description tells to what.
 *
 * @param note what has been done to the guest, as far as it still holds; empty for a guest that is not Phoenix's
 * @param rolledBackTo the snapshot that somebody rolled the guest back to since
 * @param records the notes in the descriptions of the guest's own snapshots, in the order of the file
 * @param half those of them that are half made or half deleted: they hold nothing to go back to
 */
public record Memory(Optional<Note> note, Optional<String> rolledBackTo, Map<String, Note> records, Set<String> half) {
    public static final Memory NONE = new Memory(Optional.empty(), Optional.empty(), Map.of(), Set.of());

    public Memory {
        records = new LinkedHashMap<>(records);
        half = Set.copyOf(half);
    }

    /** Reads a guest's memory from its configuration. */
    public static Memory of(VmId guest, GuestConfig config) {
        Map<String, Note> records = new LinkedHashMap<>();
        Set<String> half = new HashSet<>();
        config.snapshots()
                .forEach((name, section) -> Note.find(section.description())
                        .filter(record -> record.guest().equals(guest))
                        .ifPresent(record -> {
                            records.put(name, record);
                            if (section.isHalfSnapshot()) {
                                half.add(name);
                            }
                        }));
        return of(
                guest,
                config.current().description(),
                Tags.parse(config.current().get("tags").orElse("")),
                records,
                half);
    }

    /**
     * Reads a guest's memory.
     *
     * @param description the guest's notes
     * @param records the notes in its snapshots' descriptions
     * @param half the snapshots that are not whole
     */
    public static Memory of(VmId guest, String description, Tags tags, Map<String, Note> records, Set<String> half) {
        Optional<Note> note =
                Note.find(description).filter(found -> found.guest().equals(guest));
        if (note.isEmpty()) {
            return NONE;
        }
        Optional<String> ourTag = tags.values().stream().filter(Note::isOurTag).findFirst();
        if (ourTag.isPresent() && !ourTag.get().equals(note.get().tag())) {
            for (Map.Entry<String, Note> record : records.entrySet()) {
                if (record.getValue().tag().equals(ourTag.get())) {
                    return new Memory(Optional.of(record.getValue()), Optional.of(record.getKey()), records, half);
                }
            }
        }
        return new Memory(note, Optional.empty(), records, half);
    }

    /** Whether Phoenix made this guest, or was told to take it over. */
    public boolean isOurs() {
        return note.isPresent();
    }

    /** The names of the options that Phoenix manages on this guest, as the note has them. */
    public Set<String> managed() {
        return note.<Set<String>>map(Note::managed).orElse(Set.of());
    }

    /** Whether a snapshot holds exactly the state that a note describes. */
    public boolean holds(String snapshot, Note state) {
        Note record = records.get(snapshot);
        return record != null && record.digest().equals(state.digest()) && !half.contains(snapshot);
    }

    /** Whether there is a whole snapshot of ours of this name, of whatever state. */
    public boolean keeps(String snapshot) {
        return records.containsKey(snapshot) && !half.contains(snapshot);
    }
}
