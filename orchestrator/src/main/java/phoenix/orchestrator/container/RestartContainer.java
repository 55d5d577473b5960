package phoenix.orchestrator.container;

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
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.PendingOption;
import phoenix.pve.api.Request;

/**
 * Restarts a running container, so that what waits for it takes effect. Proxmox does not show all of that as pending, so the note says
 * as well that a restart is due, until it is done.
 *
 * @param note what the notes shall say afterwards: no restart is due
 */
record RestartContainer(Target target, Note note, Set<StepKey> needs) implements Step {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public StepKey key() {
        return target.key("restart");
    }

    @Override
    public String title() {
        return "restart";
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString(), NoteWriting.preview(target, note));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(3);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.noteIs(note)).isPresent() && !isPending(node);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
        NoteWriting.write(node, target, note);
    }

    private boolean isPending(NodeAccess node) {
        return node.client().send(LxcApi.pending(target.node(), target.id(), target.toString())).stream()
                .anyMatch(PendingOption::needsRestart);
    }

    private Request<Upid> call() {
        return LxcApi.reboot(target.node(), target.id(), PATIENCE, target.toString());
    }
}
