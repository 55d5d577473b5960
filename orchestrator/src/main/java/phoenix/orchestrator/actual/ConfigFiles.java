package phoenix.orchestrator.actual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.GuestConfig;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * Reads every guest's configuration file with one command.
 *
 * <p>{@code grep} with an empty pattern prints each line behind its file's path, which is all that is needed to tell the files apart
 * again, and takes its folder as an argument where {@code cat} would need a shell for the pattern.
 *
 * @see "the cluster file system: /etc/pve/nodes/<node>/{lxc,qemu-server}/<id>.conf"
 */
final class ConfigFiles {
    private static final Command READ = Command.of("grep", "-r", "-H", "--include=*.conf", "", "/etc/pve/nodes");
    private static final Pattern LINE =
            Pattern.compile("/etc/pve/nodes/([^/]+)/(lxc|qemu-server)/([1-9][0-9]{2,8})\\.conf:(.*)");
    private static final int NO_LINE = 1;

    private final NodeShell shell;

    ConfigFiles(NodeShell shell) {
        this.shell = shell;
    }

    List<ConfigFile> all() {
        Output output = shell.run(READ);
        if (output.exitCode() > NO_LINE) {
            throw new StepFailure(
                    "cannot read the guests' configuration files by " + shell.where() + ": "
                            + output.stderr().strip(),
                    "see that the cluster file system is mounted at /etc/pve and that the shell is root's");
        }
        if (output.isCut()) {
            throw new StepFailure(
                    "the guests' configuration files are more than this version reads at once (16 MiB): "
                            + shell.where(),
                    "let Phoenix look without a shell, or delete snapshots that nobody needs");
        }
        return parse(output.stdout());
    }

    static List<ConfigFile> parse(String lines) {
        Map<Key, StringBuilder> texts = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                GuestKind kind = parts.group(2).equals("lxc") ? GuestKind.CONTAINER : GuestKind.VM;
                texts.computeIfAbsent(
                                new Key(parts.group(1), kind, VmId.parse(parts.group(3))), key -> new StringBuilder())
                        .append(parts.group(4))
                        .append('\n');
            }
        });
        List<ConfigFile> files = new ArrayList<>();
        texts.forEach((key, text) ->
                files.add(new ConfigFile(key.node(), key.kind(), key.id(), GuestConfig.parse(text.toString()))));
        return files;
    }

    private record Key(String node, GuestKind kind, VmId id) {}
}
