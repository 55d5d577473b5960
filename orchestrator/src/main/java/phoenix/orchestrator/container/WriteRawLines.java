package phoenix.orchestrator.container;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.guest.LiveGuest;
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
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * Writes a container's {@code lxc.*} lines, which the API shows and cannot write.
 *
 * <ol>
 *   <li>Read the file. A locked container is left alone.
 *   <li>Change the lines of the section in force and nothing else; snapshots keep theirs.
 *   <li>Under the lock that Proxmox's own programs take, and only if the file is still what was read: write the new text beside it and
 *       rename. There is no moment at which half of it is there.
 * </ol>
 *
 * @param lines all that shall be there, in their order
 */
record WriteRawLines(Target target, List<RawEntry> lines, Set<StepKey> needs) implements Step {
    private static final String SCRIPT = NodeScript.text("replace-config.sh");
    private static final int CHANGED = 3;

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
        String head = "write on the node, in the section in force of " + file() + ": ";
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
        Output read = shell.run(Command.of("cat", file()));
        if (!read.succeeded()) {
            throw new StepFailure(
                    "cannot read " + file() + " for " + target + ": "
                            + read.stderr().strip(),
                    "see that the container is still on node " + target.node() + ", then run the same command again");
        }
        String before = read.stdout();
        GuestConfig.parse(before).current().get("lock").ifPresent(lock -> {
            throw new PveException.Conflict(
                    "cannot write the raw lines of " + target + ": it is locked (" + lock + ")",
                    "wait for what works on it; if nothing does: pct unlock " + target.id());
        });
        write(shell, before, RawLines.replaced(before, lines));
    }

    private void write(NodeShell shell, String before, String after) {
        Command command = Command.of(
                        "/bin/sh",
                        "-c",
                        SCRIPT,
                        "phoenix",
                        file(),
                        "/run/lock/lxc/pve-config-" + target.id() + ".lock",
                        sha1(before))
                .withInput(after.getBytes(StandardCharsets.UTF_8));
        Output written = shell.run(command);
        if (written.exitCode() == CHANGED) {
            throw new PveException.Conflict(
                    "cannot write the raw lines of " + target + ": somebody changed its configuration meanwhile",
                    "run the same command again");
        }
        if (!written.succeeded()) {
            throw new StepFailure(
                    "cannot write the raw lines of " + target + ": "
                            + written.stderr().strip(),
                    "see that /etc/pve can be written on node " + target.node() + " (quorum), then run again");
        }
    }

    private String file() {
        return "/etc/pve/nodes/" + target.node() + "/lxc/" + target.id() + ".conf";
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
