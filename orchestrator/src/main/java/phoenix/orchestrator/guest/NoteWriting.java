package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.GreenTests;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.Tags;
import phoenix.pve.api.GuestApi;

/** Writes a note and its tag on a container, in one call, and leaves everything else in its notes and tags as it is. */
public final class NoteWriting {
    private NoteWriting() {}

    public static void write(NodeAccess node, Target target, Note note) {
        LiveGuest live = LiveGuest.at(node, target)
                .orElseThrow(() -> new StepFailure(
                        "cannot write down what was done to " + target + ": it is gone",
                        "somebody deleted it meanwhile; run the same command again"));
        node.client().send(GuestApi.setConfig(target.path(), options(live, note, Map.of()), List.of()));
    }

    /**
     * The two options that hold note and tag.
     *
     * @param others what else shall stand in {@code description} and {@code tags}; what is not in here stays as it is
     */
    public static Map<String, String> options(LiveGuest live, Note note, Map<String, String> others) {
        String text = others.containsKey("description")
                ? GreenTests.of(note.guest().toString(), live.description()).placedIn(others.get("description"))
                : live.description();
        Tags tags = others.containsKey("tags") ? Note.userTags(others.get("tags")) : live.tags();
        return new TreeMap<>(Map.of(
                "description", note.placedIn(text), "tags", tagged(tags, note).toString()));
    }

    /**
     * The two options of a guest that has nothing of its own in them yet; also for dry-run.
     *
     * @param others may hold {@code description} and {@code tags}
     */
    public static Map<String, String> labels(Note note, Map<String, String> others) {
        String tags = others.getOrDefault("tags", "");
        return Map.of(
                "description", note.placedIn(others.getOrDefault("description", "")),
                "tags", tagged(Note.userTags(tags), note).toString());
    }

    /** The line for dry-run. */
    public static String preview(Target target, Note note) {
        return "PUT /nodes/" + target.node() + "/" + target.kind().apiName() + "/" + target.id()
                + "/config description=" + note.line() + " tags=" + note.tag();
    }

    /** The tags with ours in place of any that Phoenix set before. */
    public static Tags tagged(Tags found, Note note) {
        TreeSet<String> tags = new TreeSet<>(found.values());
        tags.removeIf(Note::isOurTag);
        tags.add(note.tag());
        return new Tags(tags);
    }
}
