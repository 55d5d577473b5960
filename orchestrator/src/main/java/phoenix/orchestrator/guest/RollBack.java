package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/**
 * Goes back to a snapshot, and writes into the notes, which a rollback leaves as they are, what holds then. A running guest is shut
 * down first: Proxmox would kill it.
 *
 * @param running whether it ran when the plan was made
 * @param note what the notes shall say afterwards
 */
record RollBack(Target target, String snapshot, boolean running, Note note, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("roll back");
    }

    @Override
    public String title() {
        return "roll back to " + snapshot;
    }

    @Override
    public List<String> preview() {
        List<String> calls = new ArrayList<>(running ? stop().preview() : List.of());
        calls.add(call().toString());
        calls.add(NoteWriting.preview(target, note));
        return calls;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> !MarkForRollback.isOn(live) && live.noteIs(note))
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        if (!stop().alreadyTrue(node)) {
            stop().act(node, log);
        }
        node.client().sendTask(call(), limit(), log::line);
        NoteWriting.write(node, target, note);
    }

    private StopGuest stop() {
        return new StopGuest(target, Set.of());
    }

    private Request<Upid> call() {
        return GuestApi.rollback(target.path(), snapshot, false);
    }
}
