package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.VolumeId;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * A download to one of the node's storages that goes on where an earlier try broke off, which Proxmox's own does not. It takes a shell,
 * and a checksum, without which the halves of two files could be joined.
 *
 * @param checksum {@code sha256:} or {@code sha512:} and hexadecimal digits; empty if there is none
 */
public record ResumedDownload(String url, VolumeId volume, String checksum) {
    private static final String SCRIPT = ShippedFile.text(ResumedDownload.class, "fetch-file.sh");
    private static final int NOT_HERE = 75;

    /** Whether it may be done so: there is a checksum, by which halves that do not belong together are found out. */
    public boolean isPossible(boolean shell) {
        return shell && !checksum.isEmpty();
    }

    /**
     * What is done, for people: which of the two it is shows only on the node.
     *
     * @param proxmox what Proxmox is asked for where the node cannot do it so
     */
    public List<String> preview(String proxmox) {
        return List.of(
                "run on the node: fetch-file.sh " + url + " " + volume + "  (goes on where an earlier try broke off)",
                "or, on a node without wget: " + proxmox);
    }

    /**
     * Downloads, if the node can do it so.
     *
     * @param limit how long it may take
     * @return false if it cannot: Proxmox has to do it
     * @throws StepFailure if it broke off, or what came is not what it should be
     */
    public boolean run(NodeAccess node, Duration limit, StepLog log) {
        return isPossible(node.shell().isPresent()) && run(node.shell().orElseThrow(), limit, log);
    }

    private boolean run(NodeShell shell, Duration limit, StepLog log) {
        List<String> argv = List.of("/bin/sh", "-c", SCRIPT, "phoenix", url, volume.toString(), checksum);
        Output said = shell.run(Command.of(argv).within(limit));
        said.stdout().lines().forEach(log::line);
        said.stderr().lines().forEach(log::line);
        if (said.exitCode() == NOT_HERE) {
            return false;
        } else if (!said.succeeded()) {
            throw new StepFailure(
                    "cannot fetch " + url + " to " + volume + ": "
                            + said.stderr()
                                    .lines()
                                    .reduce((first, second) -> second)
                                    .orElse("it broke off"),
                    "run again: it goes on where it broke off; or bring the file by hand, and name the volume");
        }
        return true;
    }
}
