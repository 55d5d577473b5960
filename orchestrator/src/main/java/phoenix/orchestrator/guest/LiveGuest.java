package phoenix.orchestrator.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Memory;
import phoenix.orchestrator.note.Note;
import phoenix.pve.Tags;
import phoenix.pve.api.ContainerConfig;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.PveException;

/**
 * One container as it is now, looked at afresh.
 *
 * @param config its configuration, what waits for a restart laid over what is in force
 */
public record LiveGuest(Target target, ContainerConfig config) {
    /** Looks; empty if there is no such container. */
    public static Optional<LiveGuest> at(NodeAccess node, Target target) {
        try {
            return Optional.of(new LiveGuest(target, node.client().send(GuestApi.configWithPending(target.path()))));
        } catch (PveException.NotFound e) {
            return Optional.empty();
        }
    }

    public boolean isLocked() {
        return config.get("lock").isPresent();
    }

    public String description() {
        return config.description();
    }

    public Tags tags() {
        return Tags.parse(config.get("tags").orElse(""));
    }

    /** All options, the notes among them as {@code description}. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(config.options());
        if (!description().isEmpty()) {
            options.put("description", description());
        }
        return options;
    }

    /** What the notes say, without a look at the snapshots. */
    public Optional<Note> note() {
        return Memory.of(target.id(), description(), tags(), Map.of(), Set.of()).note();
    }

    public boolean noteIs(Note wanted) {
        return note().filter(wanted::equals).isPresent() && tags().values().contains(wanted.tag());
    }

    /** The notes in the descriptions of its snapshots, by the snapshots' names; null-less, in the order in which Proxmox lists them. */
    public Map<String, Optional<Note>> snapshots(NodeAccess node) {
        Map<String, Optional<Note>> notes = new LinkedHashMap<>();
        node.client()
                .send(GuestApi.snapshots(target.path()))
                .forEach(snapshot -> notes.put(snapshot.name(), Note.find(snapshot.description())));
        return notes;
    }

    /** Whether there is a snapshot of this name that is whole and holds the state that a note describes. */
    public boolean holds(NodeAccess node, String name, Note state) {
        return node.client().send(GuestApi.snapshots(target.path())).stream()
                .filter(snapshot -> snapshot.name().equals(name) && snapshot.isWhole())
                .flatMap(snapshot -> Note.find(snapshot.description()).stream())
                .anyMatch(found -> found.digest().equals(state.digest()));
    }

    public boolean isRunning(NodeAccess node) {
        return node.client().send(GuestApi.status(target.path())).running();
    }
}
