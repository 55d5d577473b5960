package phoenix.orchestrator.actual;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
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
        Output output = shell.run(READ);
        if (output.exitCode() > NO_LINE && !output.stderr().contains("No such file or directory")) {
            throw new StepFailure(
                    "cannot read the guests' firewall files by " + shell.where() + ": "
                            + output.stderr().strip(),
                    "see that the cluster file system is mounted at /etc/pve and that the shell is root's");
        }
        return parse(output.stdout());
    }

    static Map<VmId, GuestFirewall> parse(String lines) {
        Map<VmId, StringBuilder> texts = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                texts.computeIfAbsent(VmId.parse(parts.group(1)), id -> new StringBuilder())
                        .append(parts.group(2))
                        .append('\n');
            }
        });
        Map<VmId, GuestFirewall> firewalls = new HashMap<>();
        texts.forEach((id, text) -> firewalls.put(id, GuestFirewall.parse(text.toString())));
        return firewalls;
    }
}
