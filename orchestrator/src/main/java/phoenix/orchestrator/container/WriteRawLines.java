package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.LiveGuest;
import phoenix.orchestrator.guest.NodeConfigFile;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestConfig.RawEntry;
import phoenix.pve.RawLines;
import phoenix.pve.api.PveException;
import phoenix.pve.shell.NodeShell;

/**
 * Writes a container's {@code lxc.*} lines, which the API shows and cannot write.
 *
 * <ol>
 *   <li>Read the file. A locked container is left alone.
 *   <li>Change the lines of the section in force and nothing else; snapshots keep theirs.
 *   <li>Replace the file, see {@link NodeConfigFile}.
 * </ol>
 *
 * @param lines all that shall be there, in their order
 */
record WriteRawLines(Target target, List<RawEntry> lines, Set<StepKey> needs) implements Step {
    WriteRawLines {
        lines = List.copyOf(lines);
    }

    @Override
    public StepKey key() {
        return target.key("raw lines");
    }

    @Override
    public String title() {
        return "raw lines";
    }

    @Override
    public List<String> preview() {
        List<String> shown = new ArrayList<>();
        String head = "write on the node, in the section in force of " + NodeConfigFile.path(target) + ": ";
        lines.forEach(line -> shown.add(head + line.key() + ": " + line.value()));
        return shown.isEmpty() ? List.of(head + "no lxc.* line") : shown;
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target)
                .filter(live -> RawLines.same(live.config().raw(), lines))
                .isPresent();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        NodeShell shell = node.shell()
                .orElseThrow(
                        () -> new StepFailure(
                                "cannot write the raw lines of " + target + ": there is no shell on node "
                                        + node.name(),
                                "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node"));
        NodeConfigFile file = new NodeConfigFile(shell, target, "write the raw lines of " + target);
        String before = file.read();
        GuestConfig.parse(before).current().get("lock").ifPresent(lock -> {
            throw new PveException.Conflict(
                    "cannot write the raw lines of " + target + ": it is locked (" + lock + ")",
                    "wait for what works on it; if nothing does: pct unlock " + target.id());
        });
        file.replace(before, RawLines.replaced(before, lines));
    }
}
