package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.HealthCheck;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.NoteWriting;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/**
 * Waits until the guest does its work, as its health check sees it.
 *
 * @param note what the notes shall say afterwards
 */
public record CheckHealth(Target target, HealthCheck check, Note note, Set<StepKey> needs) implements Step {
    private static final Duration ONE_TRY = Duration.ofSeconds(10);

    @Override
    public StepKey key() {
        return target.key("health " + check.name());
    }

    @Override
    public String title() {
        return "health check";
    }

    @Override
    public List<String> preview() {
        return List.of(HealthProbe.preview(target, check.probe()), NoteWriting.preview(target, note));
    }

    @Override
    public int tries() {
        return check.retries() + 1;
    }

    @Override
    public Duration interval() {
        return check.interval();
    }

    /** As long as all tries take when each of them hangs. */
    @Override
    public Duration limit() {
        return check.interval().plus(ONE_TRY).multipliedBy(check.retries() + 1L);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.noteIs(note)).isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        HealthProbe.failure(target, check.probe(), node).ifPresent(why -> {
            log.line(why);
            throw new NotYet(
                    target + " is not healthy: " + why,
                    "look inside with: " + target.lookInside() + "; then run the same command again");
        });
        NoteWriting.write(node, target, note);
    }
}
