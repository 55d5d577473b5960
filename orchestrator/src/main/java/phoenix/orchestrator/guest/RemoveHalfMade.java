package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.node.LockHolder;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.GuestConfig;
import phoenix.pve.api.NodeApi;

/**
 * Removes a guest that was never finished, because what made it was cut off.
 *
 * <ol>
 *   <li>Look again: it must still be locked for its creation, and no task be at work on it.
 *   <li>In one write, take the lock away and note that it is ours to remove. Proxmox deletes nothing that is locked, and no call of its API takes
 *       that lock away; without the note, a run that is killed now would leave it nobody's.
 *   <li>Delete it.
 * </ol>
 */
public record RemoveHalfMade(Target target, Set<StepKey> needs) implements Step {
    /** The deletion of a guest that was never finished, and nothing else: nobody can hang on it. */
    public static Subject plan(ActualGuest guest, Target target, List<Change> losses) {
        return new Subject(
                guest.id().toString(),
                target.label(),
                Subject.Action.DELETE,
                losses,
                List.of(new RemoveHalfMade(target, Set.of())),
                List.of("it was " + guest.halfMadeInWords()),
                Optional.empty());
    }

    @Override
    public StepKey key() {
        return target.key("remove half-made");
    }

    @Override
    public String title() {
        return "remove what was never finished";
    }

    @Override
    public List<String> preview() {
        return List.of(
                "take its lock away in " + NodeConfigFile.path(target) + ", and note there that it is half made",
                new DestroyGuest(target, Set.of()).preview().get(0));
    }

    @Override
    public Duration limit() {
        return new DestroyGuest(target, Set.of()).limit();
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Optional<LiveGuest> live = LiveGuest.at(node, target);
        if (live.isPresent() && live.get().isLocked()) {
            takeOver(node, live.get());
        } else if (live.isPresent()
                && live.get().note().filter(Note::isHalfMade).isEmpty()) {
            throw changed();
        }
        new DestroyGuest(target, Set.of()).act(node, log);
    }

    private void takeOver(NodeAccess node, LiveGuest live) {
        Optional<String> lock = live.config().get("lock");
        boolean busy = !LockHolder.among(node.client().send(NodeApi.activeTasks(node.name())), target.id(), lock)
                .isEmpty();
        if (busy
                || lock.filter(set -> ActualGuest.isForCreation(target.kind(), set))
                        .isEmpty()) {
            throw changed();
        }
        NodeConfigFile file =
                new NodeConfigFile(NodeCommands.shell(node, target, "remove " + target), target, "remove " + target);
        String before = file.read();
        GuestConfig config = GuestConfig.parse(before);
        GuestConfig.Section current = config.current().without("lock");
        String noted = Note.halfMade(target.id()).placedIn(current.description());
        file.replace(before, new GuestConfig(current.describedAs(noted), config.pending(), config.snapshots()).print());
    }

    private StepFailure changed() {
        return new StepFailure(
                target + " is not removed: it is no more as it was when the plan was made",
                "run the same command again");
    }
}
