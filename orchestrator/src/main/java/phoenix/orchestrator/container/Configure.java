package phoenix.orchestrator.container;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.Done;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.Request;

/**
 * Sets and removes options, and puts note and tag right, in one call.
 *
 * @param want the options that were found to differ, with the values that they shall have; empty for those to be removed
 * @param diff what is sent
 * @param note what the notes shall say
 */
record Configure(Target target, Map<String, String> want, OptionDiff diff, Note note, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("configure");
    }

    @Override
    public String title() {
        return "configure";
    }

    @Override
    public List<String> preview() {
        Map<String, String> options = new TreeMap<>(diff.set());
        options.put("description", note.line());
        options.put("tags", note.tag());
        return List.of(call(options).toString());
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveContainer.at(node, target)
                .filter(live -> live.noteIs(note)
                        && OptionDiff.between(want, live.options()).isEmpty())
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Map<String, String> options = new TreeMap<>(diff.set());
        options.putAll(NoteWriting.options(node, target, note));
        node.client().send(call(options));
    }

    private Request<Done> call(Map<String, String> options) {
        return LxcApi.setConfig(
                target.node(), target.id(), options, diff.delete().stream().toList(), target.toString());
    }
}
