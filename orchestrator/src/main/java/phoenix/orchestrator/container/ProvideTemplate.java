package phoenix.orchestrator.container;

import java.time.Duration;
import java.util.List;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.VolumeId;
import phoenix.pve.api.Request;
import phoenix.pve.api.StorageApi;

/**
 * Downloads a container template of the node's own catalogue to one of its storages. Proxmox checks its digest.
 *
 * @param volume what it will be there
 */
record ProvideTemplate(String node, VolumeId volume) implements Step {
    static StepKey key(String node, VolumeId volume) {
        return new StepKey(node, "template " + volume.fileName());
    }

    @Override
    public StepKey key() {
        return key(node, volume);
    }

    @Override
    public String title() {
        return "template " + volume.fileName();
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }

    @Override
    public int tries() {
        return 3;
    }

    @Override
    public boolean alreadyTrue(NodeAccess access) {
        return access.client().send(StorageApi.content(node, volume.storage(), "vztmpl")).stream()
                .anyMatch(found -> found.id().equals(volume));
    }

    @Override
    public void act(NodeAccess access, StepLog log) {
        access.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return StorageApi.fetchTemplate(node, volume.storage(), volume.fileName());
    }
}
