package phoenix.orchestrator.vm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** Writes cloud-init documents on the node, for root's eyes only: no release of Proxmox takes them by its API. */
record WriteSnippets(Target target, List<Snippet> snippets, Set<StepKey> needs) implements Step {
    private static final String SCRIPT = VmResources.text("write-snippet.sh");
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
                throw failure(snippet, written);
            }
        }
    }

    /** Where a snippet lies: Proxmox's storage of folders says where it is in {@code storage.cfg}. */
    private String file(Snippet snippet, NodeShell shell) {
        Output config = shell.run(Command.of("cat", "/etc/pve/storage.cfg"));
        Matcher path = Pattern.compile("(?m)^[a-z]+: " + Pattern.quote(snippet.storage())
                        + "\\s*\\n(?:[ \\t]+.*\\n)*?[ \\t]+path (\\S+)")
                .matcher(config.stdout());
        if (!path.find()) {
            throw failure(snippet, config);
        }
        return path.group(1) + "/snippets/" + snippet.fileName();
    }

    private StepFailure failure(Snippet snippet, Output output) {
        return new StepFailure(
                "cannot " + PURPOSE + target + ": " + output.stderr().strip(),
                "see that storage " + snippet.storage() + " can be written on node " + target.node());
    }
}
