package phoenix.orchestrator.actual;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.PropertyString;
import phoenix.pve.Tags;
import phoenix.pve.VmId;

/**
 * One guest as it is.
 *
 * @param node the node that holds it
 * @param config its whole configuration, snapshots included
 * @param running whether it runs
 */
public record ActualGuest(VmId id, GuestKind kind, String node, GuestConfig config, boolean running) {
    /** The pending section's own option: names of options that the restart unsets, a mark before those to be forced. */
    private static final String DELETIONS = "delete";

    /** This as if Phoenix had noted that it took it over. */
    ActualGuest adopted() {
        GuestConfig.Section current = config.current();
        GuestConfig noted = new GuestConfig(
                current.describedAs(Note.adopted(id).placedIn(current.description())),
                config.pending(),
                config.snapshots());
        return new ActualGuest(id, kind, node, noted, running);
    }

    /**
     * This once it went back to a snapshot, stopped. The notes for people stay: a rollback leaves them as they are.
     *
     * @param deleted the snapshots that are deleted for it
     * @param note what Phoenix's note says then
     */
    public ActualGuest rolledBackTo(String snapshot, Collection<String> deleted, Note note) {
        GuestConfig.Section then = config.snapshots().getOrDefault(snapshot, GuestConfig.Section.EMPTY);
        Tags tags = Tags.parse(then.get("tags").orElse(""));
        TreeSet<String> tagged = new TreeSet<>(tags.values());
        tagged.removeIf(Note::isOurTag);
        tagged.add(note.tag());
        Map<String, GuestConfig.Section> staying = new HashMap<>(config.snapshots());
        staying.keySet().removeAll(deleted);
        GuestConfig.Section current = then.without("snaptime")
                .without("parent")
                .without("snapstate")
                .without("vmstate")
                .without("runningmachine")
                .without("runningcpu")
                .with("tags", new Tags(tagged).toString())
                .describedAs(note.placedIn(config.current().description()));
        return new ActualGuest(id, kind, node, new GuestConfig(current, GuestConfig.Section.EMPTY, staying), false);
    }

    public Memory memory() {
        return Memory.of(id, config);
    }

    /** Proxmox's lock on it, such as {@code create}, while a task works on it or after one broke off. */
    public Optional<String> lock() {
        return config.current().get("lock");
    }

    /**
     * Whether it was never finished, because what made it was cut off. To be asked only once no task is at work on it.
     *
     * @see "PVE source: PVE/API2/LXC.pm create_vm, clone_vm; PVE/API2/Qemu.pm create_vm, clone_vm"
     */
    public boolean isHalfMade() {
        return !running
                && config.snapshots().isEmpty()
                && (lock().filter(lock -> isForCreation(kind, lock)).isPresent()
                        || memory().note().filter(Note::isHalfMade).isPresent());
    }

    /** Whether Proxmox sets this lock on a guest while it is made, and takes it away when that is done. */
    public static boolean isForCreation(GuestKind kind, String lock) {
        return lock.equals("create") || (kind == GuestKind.VM && lock.equals("clone"));
    }

    /** What a half-made guest is, in words: for the reason of what is done about it. */
    public String halfMadeInWords() {
        return "never finished: "
                + lock().map(lock -> "locked (" + lock + ") with no task at work on it")
                        .orElse("its removal was cut off");
    }

    /** The name that its configuration gives it. */
    public String name() {
        return config.current()
                .get(kind == GuestKind.CONTAINER ? "hostname" : "name")
                .orElse("");
    }

    /** Whether its virtual hardware has the channel of the QEMU guest agent; no container has. */
    public boolean hasAgent() {
        return config.current()
                .get("agent")
                .map(value -> PropertyString.parse(value, "enabled"))
                .flatMap(value -> value.get("enabled"))
                .filter(enabled -> enabled.equals("1"))
                .isPresent();
    }

    /**
     * The options as they will be after a restart, the notes among them. A new value that waits outlives a deletion that waits, whichever came
     * first, though Proxmox's API shows it the other way round; and a volume keeps the size that it has by then.
     *
     * @see "PVE source: PVE/LXC/Config.pm vmconfig_apply_pending"
     */
    public Map<String, String> options() {
        Map<String, String> options = new HashMap<>(config.current().options());
        if (!config.current().description().isEmpty()) {
            options.put("description", config.current().description());
        }
        options.keySet().removeAll(deletions());
        config.pending()
                .options()
                .forEach((option, value) ->
                        options.put(option, option.matches("mp[0-9]+") ? sizedAsNow(option, value) : value));
        options.remove(DELETIONS);
        return options;
    }

    /** Options of which a new value waits for a restart. */
    public SortedSet<String> waitingValues() {
        SortedSet<String> names = new TreeSet<>(config.pending().options().keySet());
        names.remove(DELETIONS);
        return names;
    }

    private String sizedAsNow(String option, String value) {
        PropertyString now = PropertyString.parse(config.current().get(option).orElse(""), "volume");
        PropertyString then = PropertyString.parse(value, "volume");
        return now.get("size")
                .filter(size ->
                        then.get("size").isPresent() && then.get("volume").equals(now.get("volume")))
                .map(size -> then.with("size", size).print("volume", List.of("mp")))
                .orElse(value);
    }

    /** The options that a restart will set or unset. */
    public SortedSet<String> waitingForRestart() {
        SortedSet<String> names = new TreeSet<>(config.pending().options().keySet());
        names.remove(DELETIONS);
        names.addAll(deletions());
        return names;
    }

    private List<String> deletions() {
        return config.pending().get(DELETIONS).stream()
                .flatMap(names -> List.of(names.split("[,;\\s]+")).stream())
                .map(name -> name.startsWith("!") ? name.substring(1) : name)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
