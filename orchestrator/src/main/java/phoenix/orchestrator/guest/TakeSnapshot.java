package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/**
 * Takes a snapshot whose description holds the record of the state in it. One of the same name that Phoenix took of an older state is
 * removed first; one that somebody else took is never touched.
 *
 * @param replaces whether the plan found an older one of ours
 * @param withMemory whether what a running VM has in memory is kept too
 */
public record TakeSnapshot(
        Target target, String name, Note record, boolean replaces, boolean withMemory, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("snapshot " + name);
    }

    @Override
    public String title() {
        return "snapshot " + name;
    }

    @Override
    public boolean seals() {
        return true;
    }

    @Override
    public List<String> preview() {
        List<String> calls = new ArrayList<>();
        if (replaces) {
            calls.add(removal().toString());
        }
        calls.add(call().toString());
        return calls;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> !live.isLocked() && live.holds(node, name, record))
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Map<String, Optional<Note>> found =
                LiveGuest.at(node, target).map(live -> live.snapshots(node)).orElse(Map.of());
        if (found.containsKey(name)) {
            if (found.get(name).filter(note -> note.guest().equals(target.id())).isEmpty()) {
                throw new StepFailure(
                        "cannot take snapshot " + name + " of " + target
                                + ": there is one of that name which Phoenix did not take",
                        "rename or delete it: " + target.command() + " delsnapshot " + target.id() + " " + name);
            }
            node.client().sendTask(removal(), limit(), log::line);
        }
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return GuestApi.takeSnapshot(target.path(), name, record.line(), withMemory);
    }

    private Request<Upid> removal() {
        return GuestApi.deleteSnapshot(target.path(), name);
    }
}
