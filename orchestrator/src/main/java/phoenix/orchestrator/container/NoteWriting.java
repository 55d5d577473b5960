package phoenix.orchestrator.container;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.Tags;
import phoenix.pve.api.LxcApi;

/** Writes a note and its tag on a container, in one call, and leaves everything else in its notes and tags as it is. */
final class NoteWriting {
    private NoteWriting() {}

    static void write(NodeAccess node, Target target, Note note) {
        LiveContainer live = LiveContainer.at(node, target)
                .orElseThrow(() -> new StepFailure(
                        "cannot write down what was done to " + target + ": it is gone",
                        "somebody deleted it meanwhile; run the same command again"));
        node.client()
                .send(LxcApi.setConfig(
                        target.node(), target.id(), options(live, note, Map.of()), List.of(), target.toString()));
    }

    /**
     * The two options that hold note and tag.
     *
     * @param others what else shall stand in {@code description} and {@code tags}; what is not in here stays as it is
     */
    static Map<String, String> options(LiveContainer live, Note note, Map<String, String> others) {
        String text = others.containsKey("description") ? others.get("description") : live.description();
        Tags tags = others.containsKey("tags") ? OptionForm.userTags(others.get("tags")) : live.tags();
        return new TreeMap<>(Map.of(
                "description", note.placedIn(text), "tags", tagged(tags, note).toString()));
    }

    /** The line for dry-run. */
    static String preview(Target target, Note note) {
        return "PUT /nodes/" + target.node() + "/lxc/" + target.id() + "/config description=" + note.line() + " tags="
                + note.tag();
    }

    /** The tags with ours in place of any that Phoenix set before. */
    static Tags tagged(Tags found, Note note) {
        TreeSet<String> tags = new TreeSet<>(found.values());
        tags.removeIf(Note::isOurTag);
        tags.add(note.tag());
        return new Tags(tags);
    }
}
