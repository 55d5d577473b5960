package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.GuestKind;
import phoenix.pve.Upid;
import phoenix.pve.api.Done;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.QemuApi;
import phoenix.pve.api.Request;

/** Makes a guest a template of Proxmox's own, for good: its volumes become bases of linked clones. */
public record MakeTemplate(Target target, Note note, Set<StepKey> needs) implements Step {
    private static final String TASK = "vztemplate";
    private static final int RECENT = 5;

    /** Whether a guest with these options is one. */
    public static boolean isOne(Map<String, String> options) {
        return options.getOrDefault("template", "0").equals("1");
    }

    @Override
    public StepKey key() {
        return target.key("template");
    }

    @Override
    public String title() {
        return "make it a template";
    }

    @Override
    public boolean seals() {
        return true;
    }

    @Override
    public List<String> preview() {
        return List.of(NoteWriting.preview(target, note), call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> isOne(live.options()) && live.noteIs(note) && !live.isLocked())
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        NoteWriting.write(node, target, note);
        if (LiveGuest.at(node, target).filter(live -> isOne(live.options())).isPresent()) {
            return;
        }
        if (target.kind() == GuestKind.VM) {
            node.client().sendTask(ofVm(), limit(), log::line);
        } else {
            convertContainer(node, log);
        }
    }

    /** Proxmox starts a task and does not tell its name, so it is looked for among the guest's newest. */
    private void convertContainer(NodeAccess node, StepLog log) {
        node.client().send(ofContainer());
        Upid task = node.client().send(NodeApi.tasks(target.node(), target.id(), RECENT)).stream()
                .map(found -> found.upid())
                .filter(upid -> upid.type().equals(TASK))
                .findFirst()
                .orElseThrow(() -> new NotYet(
                        target + " is not a template yet",
                        "look at its tasks: pvenode task list --vmid " + target.id()));
        node.client().await(task, "make " + target + " a template", limit(), log::line);
    }

    private Request<?> call() {
        return target.kind() == GuestKind.VM ? ofVm() : ofContainer();
    }

    private Request<Upid> ofVm() {
        return QemuApi.template(target.node(), target.id(), target.toString());
    }

    private Request<Done> ofContainer() {
        return LxcApi.template(target.node(), target.id(), target.toString());
    }
}
