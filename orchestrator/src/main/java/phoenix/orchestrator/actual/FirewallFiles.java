package phoenix.orchestrator.actual;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.GuestFirewall;
import phoenix.pve.VmId;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * Reads every guest's firewall with one command.
 *
 * @see "the cluster file system: /etc/pve/firewall/<id>.fw"
 */
final class FirewallFiles {
    private static final Command READ = Command.of("grep", "-r", "-H", "--include=*.fw", "", "/etc/pve/firewall");
    private static final Pattern LINE = Pattern.compile("/etc/pve/firewall/([1-9][0-9]{2,8})\\.fw:(.*)");
    private static final int NO_LINE = 1;

    private final NodeShell shell;

    FirewallFiles(NodeShell shell) {
        this.shell = shell;
    }

    Map<VmId, GuestFirewall> all() {
        PrintedFiles printed = new PrintedFiles(LINE);
        Output output = shell.run(READ, printed);
        if (output.exitCode() > NO_LINE && !output.stderr().contains("No such file or directory")) {
            throw new StepFailure(
                    "cannot read the guests' firewall files by " + shell.where() + ": "
                            + output.stderr().strip(),
                    "see that the cluster file system is mounted at /etc/pve and that the shell is root's");
        }
        Map<VmId, GuestFirewall> firewalls = new HashMap<>();
        printed.texts().forEach((file, text) -> firewalls.put(VmId.parse(file.get(0)), GuestFirewall.parse(text)));
        return firewalls;
    }
}
