package phoenix.orchestrator.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.guest.ResumedDownload;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.Request;
import phoenix.pve.api.StorageApi;
import phoenix.pve.shell.NodeShell;

/**
 * Has the node download an image to one of its storages: with a checksum by its shell, which goes on where an earlier try broke off; else
 * by Proxmox. Half a file is never left in place.
 *
 * @param shell whether the node has one for us
 */
record FetchImage(String host, ImageChoice image, boolean shell, Set<StepKey> needs) implements Step {
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
        ChecksumList list = image.checksums();
        if (list != null) {
            List<String> lines = new ArrayList<>(List.of("read on the node: " + inWords(list)));
            lines.addAll(download("").preview(call("") + " checksum=(as read)"));
            return lines;
        }
        ResumedDownload download = download(image.checksum());
        String call = call(image.checksum()).toString();
        return download.isPossible(shell) ? download.preview(call) : List.of(call);
    }

    private ResumedDownload download(String checksum) {
        return new ResumedDownload(image.url(), image.volume(), checksum);
    }

    private static String inWords(ChecksumList list) {
        ChecksumList.Signature signature = list.signature();
        return signature == null
                ? list.url()
                : list.url() + ", signed in " + signature.url() + " by a key of " + signature.keyring();
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
        String checksum = checksum(node, log);
        if (!download(checksum).run(node, limit(), log)) {
            node.client().sendTask(call(checksum), limit(), log::line);
        }
    }

    private String checksum(NodeAccess node, StepLog log) {
        ChecksumList list = image.checksums();
        if (list == null) {
            return image.checksum();
        }
        NodeShell shell = node.shell()
                .orElseThrow(() -> new StepFailure(
                        "cannot read " + list.url() + ": there is no shell on node " + host,
                        "write the image's 'checksum' itself"));
        String checksum = PublishedChecksum.read(shell, list, image.publishedName());
        log.line(list.url() + " says " + checksum);
        return checksum;
    }

    private Request<Upid> call(String checksum) {
        return StorageApi.download(host, image.volume(), image.url(), checksum);
    }
}
