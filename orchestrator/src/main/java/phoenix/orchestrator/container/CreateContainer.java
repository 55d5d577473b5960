package phoenix.orchestrator.container;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Note;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.VolumeId;
import phoenix.pve.api.LxcApi;
import phoenix.pve.api.Request;

/**
 * Creates a container from a template archive, with all its options and with the note that says whose it is: there is no moment at
 * which it exists and is nobody's.
 */
record CreateContainer(Target target, DesiredContainer want, VolumeId template, Note note, Set<StepKey> needs)
        implements Step {
    @Override
    public StepKey key() {
        return target.key("create");
    }

    @Override
    public String title() {
        return "create from " + template.fileName();
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveContainer.at(node, target)
                .filter(live -> live.note().isPresent() && !live.isLocked())
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        Map<String, String> parameters = new TreeMap<>(ContainerOptions.of(want));
        parameters.values().removeIf(String::isEmpty);
        parameters.put("vmid", target.id().toString());
        parameters.put("ostemplate", template.toString());
        parameters.put("rootfs", want.storage() + ":" + want.rootfsGiB());
        parameters.put("unprivileged", want.unprivileged() ? "1" : "0");
        parameters.put("description", note.line());
        parameters.put("tags", note.tag());
        return LxcApi.create(target.node(), parameters, target.toString());
    }
}
