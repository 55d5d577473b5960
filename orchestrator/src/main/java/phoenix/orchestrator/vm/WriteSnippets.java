package phoenix.orchestrator.vm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.NodeCommands;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Writes cloud-init documents on the node, for root's eyes only: no release of Proxmox takes them by its API. */
record WriteSnippets(Target target, List<Snippet> snippets, Set<StepKey> needs) implements Step {
    private static final String SCRIPT = ShippedFile.text(WriteSnippets.class, "write-snippet.sh");
    private static final String PURPOSE = "write the cloud-init documents of ";

    WriteSnippets {
        snippets = List.copyOf(snippets);
    }

    @Override
    public StepKey key() {
        return target.key("cloud-init documents");
    }

    @Override
    public String title() {
        return "cloud-init documents";
    }

    @Override
    public List<String> preview() {
        return snippets.stream()
                .map(snippet -> "write on the node, for root only: " + snippet.volume())
                .toList();
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        NodeShell shell = NodeCommands.shell(node, target, PURPOSE + target);
        return snippets.stream()
                .allMatch(snippet -> shell.run(Command.of("cat", file(snippet, shell)))
                        .stdout()
                        .equals(snippet.text()));
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        NodeShell shell = NodeCommands.shell(node, target, PURPOSE + target);
        for (Snippet snippet : snippets) {
            Output written = shell.run(Command.of("/bin/sh", "-c", SCRIPT, "phoenix", file(snippet, shell))
                    .withInput(snippet.text().getBytes(StandardCharsets.UTF_8)));
            if (!written.succeeded()) {
                throw failure(snippet, written.stderr().strip());
            }
        }
    }

    private String file(Snippet snippet, NodeShell shell) {
        String folder = SnippetFolder.of(snippet.storage(), shell)
                .orElseThrow(() -> failure(snippet, "storage.cfg names no folder of storage " + snippet.storage()));
        return folder + "/" + snippet.fileName();
    }

    private StepFailure failure(Snippet snippet, String why) {
        return new StepFailure(
                "cannot " + PURPOSE + target + ": " + why,
                "see that storage " + snippet.storage() + " can be written on node " + target.node());
    }
}
