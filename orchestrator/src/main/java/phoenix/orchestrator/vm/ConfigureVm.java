package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.NoteWriting;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.api.Done;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/** Sets the options that differ, note and tag among them, in one call, which Proxmox refuses if somebody changed them meanwhile. */
record ConfigureVm(
        Target target, SortedMap<String, String> want, VmDiff diff, Note note, boolean asRoot, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("configure");
    }

    @Override
    public String title() {
        return "configure";
    }

    @Override
    public List<String> preview() {
        return List.of(call(NoteWriting.labels(note, diff.set()), diff) + (asRoot ? "  (as root@pam)" : ""));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(5);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> live.noteIs(note)
                        && VmDiff.between(want, live.options(), diff.dropped()).isEmpty())
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        LiveGuest live = LiveGuest.at(node, target)
                .orElseThrow(() -> new StepFailure(
                        "cannot configure " + target + ": it is gone",
                        "somebody deleted it meanwhile; run the same command again"));
        VmDiff now = VmDiff.between(want, live.options(), diff.dropped());
        SortedMap<String, String> labels = new TreeMap<>(NoteWriting.options(live, note, now.set()));
        labels.put("digest", live.config().digest());
        (asRoot ? node.asRoot() : node.client()).send(call(labels, now));
    }

    private Request<Done> call(Map<String, String> labels, VmDiff now) {
        SortedMap<String, String> options = new TreeMap<>(now.set());
        options.putAll(labels);
        return GuestApi.setConfig(target.path(), options, List.copyOf(now.delete()));
    }
}
