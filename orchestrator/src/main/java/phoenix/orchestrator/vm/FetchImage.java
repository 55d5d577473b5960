package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.Request;
import phoenix.pve.api.StorageApi;

/** Has the node download an image to one of its storages. Proxmox checks the checksum, and never leaves half a file. */
record FetchImage(String host, ImageChoice image, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return image.key(host);
    }

    @Override
    public String title() {
        return "image " + image.volume().fileName();
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
    public int tries() {
        return 3;
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return node.client().send(StorageApi.content(host, image.volume().storage(), "import")).stream()
                .anyMatch(found -> found.id().equals(image.volume()));
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return StorageApi.download(host, image.volume(), image.url(), image.checksum());
    }
}
