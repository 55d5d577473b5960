package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.NoteWriting;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.QemuApi;
import phoenix.pve.api.Request;

/** Makes a VM a template, for good, and writes the note of that state before. */
record ConvertToTemplate(Target target, Note note, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("template");
    }

    @Override
    public String title() {
        return "make it a template";
    }

    @Override
    public List<String> preview() {
        return List.of(NoteWriting.preview(target, note), call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> isTemplate(live) && live.noteIs(note))
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        NoteWriting.write(node, target, note);
        if (LiveGuest.at(node, target).filter(ConvertToTemplate::isTemplate).isEmpty()) {
            node.client().sendTask(call(), limit(), log::line);
        }
    }

    private static boolean isTemplate(LiveGuest live) {
        return live.options().getOrDefault("template", "0").equals("1");
    }

    private Request<Upid> call() {
        return QemuApi.template(target.node(), target.id(), target.toString());
    }
}
