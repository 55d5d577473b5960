package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

/** Creates a VM from a disk image, with the note that says whose it is. */
record CreateVm(Target target, Map<String, String> parameters, Note note, boolean asRoot, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("create");
    }

    @Override
    public String title() {
        return "create";
    }

    @Override
    public List<String> preview() {
        return List.of(call() + (asRoot ? "  (as root@pam)" : ""));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> live.note().isPresent() && !live.isLocked())
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        (asRoot ? node.asRoot() : node.client()).sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        Map<String, String> all = new TreeMap<>(parameters);
        all.putAll(NoteWriting.labels(note, parameters));
        return QemuApi.create(target.node(), all, target.toString());
    }
}
