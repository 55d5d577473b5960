package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import phoenix.orchestrator.desired.SshLogin;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.note.Digest;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.api.GuestApi;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;
import phoenix.pve.shell.ShellQuoting;

/**
 * Runs programs as root inside a running VM without a guest agent, by OpenSSH on the node: with root's key there, as a user who may
 * become root without a password.
 *
 * <p>The VM's host key is taken as it is at the first contact, and from then on it has to be the same. What counts as a first contact is
 * told by the name that it is kept under: it holds the VM's UUID, which Proxmox makes with the VM, and what cloud-init was told, because
 * cloud-init makes new host keys when that changes.
 *
 * @see "ssh(1), ssh_config(5): HostKeyAlias, StrictHostKeyChecking=accept-new"
 */
final class SshGuestShell implements GuestShell {
    /** A program's own 255 becomes 254, so that the two can be told apart. */
    private static final String UNLIKE_SSH = "\"$@\"; code=$?; [ \"$code\" -lt 255 ] || code=254; exit \"$code\"";

    /** A program that is not watched any more is ended by its own machine, this long after its limit. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final NodeShell shell;
    private final Target guest;
    private final SshLogin login;
    private final String alias;

    private SshGuestShell(NodeShell shell, Target guest, SshLogin login, String alias) {
        this.shell = shell;
        this.guest = guest;
        this.login = login;
        this.alias = alias;
    }

    /** @throws StepFailure if there is no shell on the node */
    static SshGuestShell in(Target guest, SshLogin login, NodeAccess node) {
        NodeShell shell = node.shell()
                .orElseThrow(
                        () -> new StepFailure(
                                "cannot log in to " + guest + ": there is no shell on node " + node.name()
                                        + " to do so from",
                                "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node"));
        Digest told = new Digest();
        node.client().send(GuestApi.configWithPending(guest.path())).options().forEach((option, value) -> {
            if (option.matches("smbios1|name|ci.*|sshkeys|ipconfig[0-9]+|nameserver|searchdomain")) {
                told.add(option, value);
            }
        });
        return new SshGuestShell(shell, guest, login, "phoenix-" + guest.id() + "-" + told.hex());
    }

    @Override
    public Output run(List<String> argv, byte[] input, Duration limit, Consumer<String> onLine) {
        List<String> limited = new ArrayList<>(
                List.of("timeout", "-k", "10", Long.toString(limit.plus(GRACE).toSeconds())));
        limited.addAll(argv);
        Output output = shell.run(new Command(ssh("-T", limited), input, limit), onLine);
        if (output.exitCode() == NO_CONNECTION) {
            throw new ShellException.Unreachable(
                    "cannot log in to " + guest + " as " + login + ": " + lastLine(output.stderr()),
                    "see what this says on the node: ssh " + login + " true",
                    null);
        }
        return output;
    }

    /**
     * The vector that runs a program inside, on the node, with the streams of whoever runs it.
     *
     * @param terminal whether it is to have a terminal of its own
     */
    List<String> attached(List<String> argv, boolean terminal) {
        return ssh(terminal ? "-t" : "-T", argv);
    }

    private List<String> ssh(String terminal, List<String> argv) {
        List<String> ssh = new ArrayList<>(List.of("ssh", terminal));
        for (String option : List.of(
                "BatchMode=yes",
                "ConnectTimeout=5",
                "ServerAliveInterval=15",
                "ServerAliveCountMax=4",
                "LogLevel=ERROR",
                "HostKeyAlias=" + alias,
                "StrictHostKeyChecking=accept-new")) {
            ssh.addAll(List.of("-o", option));
        }
        ssh.addAll(List.of("--", login.toString(), asRoot(argv)));
        return ssh;
    }

    /** One line for the user's shell over there, whichever it is. */
    private static String asRoot(List<String> argv) {
        List<String> remote = new ArrayList<>(List.of("sudo", "-n", "--", "env"));
        remote.addAll(ENVIRONMENT);
        remote.addAll(List.of("sh", "-c", UNLIKE_SSH, "sh"));
        remote.addAll(argv);
        return ShellQuoting.quote(remote);
    }

    private static String lastLine(String stderr) {
        return stderr.strip().lines().reduce((first, second) -> second).orElse("ssh ended without a word");
    }
}
