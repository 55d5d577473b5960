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
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.PendingOption;
import phoenix.pve.api.Request;

/** Restarts a running VM, so that what waits for it takes effect: a restart inside the guest would not do. */
record RestartVm(Target target, Note note, Set<StepKey> needs) implements Step {
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
        return List.of(stop().toString(), start().toString(), NoteWriting.preview(target, note));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(5);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.noteIs(note)).isPresent()
                && node.client().send(GuestApi.pending(target.path())).stream().noneMatch(PendingOption::needsRestart);
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(stop(), limit(), log::line);
        node.client().sendTask(start(), limit(), log::line);
        NoteWriting.write(node, target, note);
    }

    private Request<Upid> stop() {
        return GuestApi.shutdown(target.path(), Duration.ofSeconds(60), true);
    }

    private Request<Upid> start() {
        return GuestApi.start(target.path());
    }
}
