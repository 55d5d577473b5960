package phoenix.orchestrator.actual;

import java.util.ArrayList;
import java.util.List;
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
        PrintedFiles printed = new PrintedFiles(LINE);
        Output output = shell.run(READ, printed);
        if (output.exitCode() > NO_LINE) {
            throw new StepFailure(
                    "cannot read the guests' configuration files by " + shell.where() + ": "
                            + output.stderr().strip(),
                    "see that the cluster file system is mounted at /etc/pve and that the shell is root's");
        }
        List<ConfigFile> files = new ArrayList<>();
        printed.texts().forEach((file, text) -> {
            GuestKind kind = file.get(1).equals("lxc") ? GuestKind.CONTAINER : GuestKind.VM;
            files.add(new ConfigFile(file.get(0), kind, VmId.parse(file.get(2)), GuestConfig.parse(text)));
        });
        return files;
    }
}
