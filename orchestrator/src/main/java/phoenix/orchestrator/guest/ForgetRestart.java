package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * Notes that no restart is due any more, once a guest was stopped and started.
 *
 * @param note what the notes shall say
 */
record ForgetRestart(Target target, Note note, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("note");
    }

    @Override
    public String title() {
        return "note that no restart is due";
    }

    @Override
    public List<String> preview() {
        return List.of(NoteWriting.preview(target, note));
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.noteIs(note)).isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        NoteWriting.write(node, target, note);
    }
}
