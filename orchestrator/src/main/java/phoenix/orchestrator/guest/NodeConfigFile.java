package phoenix.orchestrator.guest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.GuestKind;
import phoenix.pve.api.PveException;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/**
 * A guest's configuration file on its node, for what no call of the API can write. It is replaced as a whole, under the lock that Proxmox's own
 * programs take, and only if it is still what was read: there is no moment at which half of it is there.
 *
 * @param purpose what is being done, to complete the sentence "cannot ..."
 * @see "PVE source: PVE/AbstractConfig.pm lock_config"
 */
public record NodeConfigFile(NodeShell shell, Target target, String purpose) {
    private static final String SCRIPT = ShippedFile.text(NodeConfigFile.class, "replace-config.sh");
    private static final int CHANGED = 3;

    /** Where a guest's file is. */
    public static String path(Target target) {
        String kind = target.kind() == GuestKind.CONTAINER ? "lxc" : "qemu-server";
        return "/etc/pve/nodes/" + target.node() + "/" + kind + "/" + target.id() + ".conf";
    }

    /** @throws StepFailure if it is not there */
    public String read() {
        Output read = shell.run(Command.of("cat", path(target)));
        if (!read.succeeded()) {
            throw new StepFailure(
                    "cannot read " + path(target) + " for " + target + ": "
                            + read.stderr().strip(),
                    "see that it is still on node " + target.node() + ", then run the same command again");
        }
        return read.stdout();
    }

    /**
     * Replaces it.
     *
     * @param before what was read
     * @throws PveException.Conflict if it is another by now
     */
    public void replace(String before, String after) {
        Output written = shell.run(Command.of("/bin/sh", "-c", SCRIPT, "phoenix", path(target), lock(), sha1(before))
                .withInput(after.getBytes(StandardCharsets.UTF_8)));
        if (written.exitCode() == CHANGED) {
            throw new PveException.Conflict(
                    "cannot " + purpose + ": somebody changed its configuration meanwhile",
                    "run the same command again");
        }
        if (!written.succeeded()) {
            throw new StepFailure(
                    "cannot " + purpose + ": " + written.stderr().strip(),
                    "see that /etc/pve can be written on node " + target.node() + " (quorum), then run again");
        }
    }

    private String lock() {
        return target.kind() == GuestKind.CONTAINER
                ? "/run/lock/lxc/pve-config-" + target.id() + ".lock"
                : "/var/lock/qemu-server/lock-" + target.id() + ".conf";
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
