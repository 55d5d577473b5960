package phoenix.orchestrator.vm;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;

/** Where the snippets of a storage lie on the node. */
final class SnippetFolder {
    private SnippetFolder() {}

    /** The folder, as {@code storage.cfg} says; empty if the storage is not one of folders. */
    static Optional<String> of(String storage, NodeShell shell) {
        String config = shell.run(Command.of("cat", "/etc/pve/storage.cfg")).stdout();
        Matcher path = Pattern.compile(
                        "(?m)^[a-z]+: " + Pattern.quote(storage) + "\\s*\\n(?:[ \\t]+.*\\n)*?[ \\t]+path (\\S+)")
                .matcher(config);
        return path.find() ? Optional.of(path.group(1) + "/snippets") : Optional.empty();
    }
}
