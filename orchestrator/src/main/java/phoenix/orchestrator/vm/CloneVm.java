package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.QemuApi;
import phoenix.pve.api.Request;

/**
 * Copies another VM, one copy of a source at a time.
 *
 * @param full whether its disks are copied whole; else they lie over the template's
 */
record CloneVm(Target target, DesiredVm want, Origin.Clone origin, boolean full, Note note, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("clone");
    }

    @Override
    public String title() {
        return "clone from " + origin.source() + (origin.snapshot() == null ? "" : "@" + origin.snapshot());
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(60);
    }

    @Override
    public Set<String> lanes() {
        return Set.of("clone of " + origin.source());
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
        parameters.put("name", want.name());
        parameters.put("full", full ? "1" : "0");
        if (full) {
            parameters.put("storage", want.storage());
        }
        if (origin.snapshot() != null) {
            parameters.put("snapname", origin.snapshot());
        }
        String text = want.labels().description();
        parameters.put("description", note.placedIn(text == null ? "" : text));
        if (want.labels().pool() != null) {
            parameters.put("pool", want.labels().pool());
        }
        return QemuApi.clone(target.node(), origin.source(), target.id(), parameters, target.toString());
    }
}
