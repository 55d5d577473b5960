package phoenix.orchestrator.vm;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.NodeCommands;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;

/** Removes the cloud-init documents of a VM that nothing names any more, not even one of its snapshots. */
record RemoveSnippets(Target target, String storage, Set<StepKey> needs) implements Step {
    private static final String SCRIPT = ShippedFile.text(RemoveSnippets.class, "remove-snippets.sh");

    @Override
    public StepKey key() {
        return target.key("old cloud-init documents");
    }

    @Override
    public String title() {
        return "remove old cloud-init documents";
    }

    @Override
    public List<String> preview() {
        return List.of("remove on the node what nothing names any more of: " + storage + ":snippets/phoenix-"
                + target.id() + "-*.yaml");
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return run(node, "list").isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        run(node, "remove");
    }

    private String run(NodeAccess node, String what) {
        NodeShell shell = NodeCommands.shell(node, target, "remove old cloud-init documents of " + target);
        return SnippetFolder.of(storage, shell)
                .map(folder -> shell.run(Command.of(
                                "/bin/sh",
                                "-c",
                                SCRIPT,
                                "phoenix",
                                what,
                                folder,
                                target.id().toString()))
                        .stdout())
                .orElse("");
    }
}
