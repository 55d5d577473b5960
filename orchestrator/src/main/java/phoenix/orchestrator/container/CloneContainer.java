package phoenix.orchestrator.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredContainer.Origin;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.Request;

/** Copies another container: a snapshot of it whole, or a template of Proxmox's own, whole or linked. Proxmox locks the source meanwhile, so clones of one source go one by one. */
record CloneContainer(Target target, DesiredContainer want, Origin.Clone origin, Note note, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("clone");
    }

    @Override
    public String title() {
        return (origin.linked() ? "linked clone from " : "clone from ") + origin.from();
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Set<String> lanes() {
        return Set.of("clone of " + origin.source());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(60);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> live.note().isPresent() && !live.isLocked())
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        Map<String, String> parameters = new TreeMap<>();
        if (origin.snapshot() != null) {
            parameters.put("snapname", origin.snapshot());
        }
        parameters.put("full", origin.linked() ? "0" : "1");
        if (!origin.linked()) {
            parameters.put("storage", want.storage());
        }
        parameters.put("hostname", want.name());
        String text = want.labels().description();
        parameters.put("description", note.placedIn(text == null ? "" : text));
        if (want.labels().pool() != null) {
            parameters.put("pool", want.labels().pool());
        }
        return LxcApi.clone(target.node(), origin.source(), target.id(), parameters, target.toString());
    }
}
