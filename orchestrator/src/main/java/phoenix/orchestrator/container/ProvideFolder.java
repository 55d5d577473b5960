package phoenix.orchestrator.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.Mount;
import phoenix.orchestrator.guest.NodeCommands;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * Makes a folder of the node that is to be mounted in a container, if it is not there, and gives its top to whom the file says. What is in
 * it is left alone.
 *
 * @param unprivileged whether the container's users are the node's from 100000 on
 */
record ProvideFolder(Target target, Mount.Bind mount, boolean unprivileged, Set<StepKey> needs) implements Step {
    private static final int FIRST_USER = 100_000;

    @Override
    public StepKey key() {
        return target.key("folder " + mount.hostPath());
    }

    @Override
    public String title() {
        return "folder " + mount.hostPath();
    }

    @Override
    public List<String> preview() {
        List<String> lines = new ArrayList<>(List.of("run on the node: " + make()));
        if (mount.owner() != null) {
            lines.add("run on the node: " + own(mount.owner()));
        }
        return lines;
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        Output found = shell(node).run(Command.of("stat", "-L", "-c", "%F:%u:%g", mount.hostPath()));
        Mount.Owner owner = mount.owner();
        String said = found.stdout().strip();
        return found.succeeded()
                && (owner == null ? said.startsWith("directory:") : said.equals("directory:" + onNode(owner)));
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        run(node, make());
        if (mount.owner() != null) {
            run(node, own(mount.owner()));
        }
    }

    private Command make() {
        return Command.of("mkdir", "-p", mount.hostPath());
    }

    private Command own(Mount.Owner owner) {
        return Command.of("chown", onNode(owner), mount.hostPath());
    }

    private String onNode(Mount.Owner owner) {
        int shift = unprivileged ? FIRST_USER : 0;
        return (owner.uid() + shift) + ":" + (owner.gid() + shift);
    }

    private void run(NodeAccess node, Command command) {
        Output output = shell(node).run(command);
        if (!output.succeeded()) {
            throw new StepFailure(
                    "cannot provide folder " + mount.hostPath() + " for " + target + ": "
                            + output.stderr().strip(),
                    "make it on node " + target.node() + " by hand, then run the same command again");
        }
    }

    private NodeShell shell(NodeAccess node) {
        return NodeCommands.shell(node, target, "provide folder " + mount.hostPath() + " for " + target);
    }
}
