package phoenix.orchestrator.guest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Tags;
import phoenix.pve.api.Done;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/**
 * Puts a tag on a guest that no snapshot of it has. Tags follow a rollback, so the tag is gone exactly when the rollback took; nothing
 * else that Proxmox shows tells that. A tag that is left behind by a kill counts as an old one of ours, and the next run puts it right.
 */
record MarkForRollback(Target target, Set<StepKey> needs) implements Step {
    private static final String MARK = "phoenix-00000000";

    @Override
    public StepKey key() {
        return target.key("mark");
    }

    @Override
    public String title() {
        return "mark for the rollback";
    }

    @Override
    public List<String> preview() {
        return List.of(call(Set.of(MARK)).toString());
    }

    static boolean isOn(LiveGuest live) {
        return live.tags().values().contains(MARK);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(MarkForRollback::isOn).isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        LiveGuest live = LiveGuest.at(node, target)
                .orElseThrow(() -> new StepFailure(
                        "cannot roll back " + target + ": it is gone", "somebody deleted it meanwhile; run it again"));
        TreeSet<String> tags = new TreeSet<>(live.tags().values());
        tags.removeIf(Note::isOurTag);
        tags.add(MARK);
        node.client().send(call(tags));
    }

    private Request<Done> call(Set<String> tags) {
        return GuestApi.setConfig(target.path(), Map.of("tags", new Tags(new TreeSet<>(tags)).toString()), List.of());
    }
}
