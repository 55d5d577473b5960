package phoenix.cli.acceptance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.lab.host.LabName;
import phoenix.lab.host.LabPlace;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.SshOptions;
import phoenix.pve.shell.SshShell;

/** What a person does as root on a site's node, past Phoenix and the API. */
final class ByHand implements AutoCloseable {
    /** The control group of a guest is called {@code lxc/ID} on a Proxmox node, and {@code lxc.payload.ID} where LXC decides. */
    private static final String LIMIT = """
            for file in /sys/fs/cgroup/lxc/$1/$2 /sys/fs/cgroup/lxc.payload.$1/$2 \\
              /sys/fs/cgroup/*/lxc/$1/$3 /sys/fs/cgroup/*/lxc.payload.$1/$3; do
              [ -e "$file" ] && exec cat "$file"
            done
            exit 1
            """;

    private final NodeShell shell;
    private final Optional<Path> simulatedRoot;

    private ByHand(NodeShell shell, Optional<Path> simulatedRoot) {
        this.shell = shell;
        this.simulatedRoot = simulatedRoot;
    }

    static ByHand on(Site site) {
        Map<String, String> environment = site.commandEnvironment();
        String user = environment.get("PROXMOX_VE_SSH_USERNAME");
        if (user != null) {
            return new ByHand(new SshShell(ssh(user, environment)), Optional.empty());
        }
        if (site.real()) {
            LabPlace place = LabPlace.of(new LabName(environment.getOrDefault("PHOENIX_LAB", "lab")));
            String lxc = place.home().resolve("lxc").toString();
            List<String> prefix =
                    List.of("lxc-attach", "-P", lxc, "-n", place.name().container(), "--");
            return new ByHand(new LocalShell(prefix, "the lab's node"), Optional.empty());
        }
        Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", "/nowhere"));
        return new ByHand(new LocalShell(), Optional.of(state.resolve("phoenix/simulated/lab/node/root")));
    }

    private static SshOptions ssh(String user, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        Optional.ofNullable(environment.get("PROXMOX_VE_SSH_PRIVATE_KEY_FILE"))
                .ifPresent(key -> options.addAll(List.of("-i", key)));
        Optional.ofNullable(environment.get("PROXMOX_VE_SSH_KNOWN_HOSTS_FILE"))
                .ifPresent(file -> options.addAll(List.of("-o", "UserKnownHostsFile=" + file)));
        String host = java.net
                .URI
                .create(environment.getOrDefault("PROXMOX_VE_ENDPOINT", ""))
                .getHost();
        SshOptions ssh = SshOptions.to(user + "@" + host).with(options.toArray(String[]::new));
        String port = environment.get("PROXMOX_VE_SSH_PORT");
        return port == null ? ssh : ssh.onPort(Integer.parseInt(port));
    }

    /** What a program on a real node prints. */
    String onNode(String... argv) {
        return run(Command.of(List.of(argv))).strip();
    }

    /** Adds a line to the section in force of a container's configuration file. */
    void addToConfig(String node, int guest, String line) {
        String file = "/etc/pve/nodes/" + node + "/lxc/" + guest + ".conf";
        String there = simulatedRoot.map(root -> root + file).orElse(file);
        String before = run(Command.of("cat", there));
        int end = before.indexOf("\n[");
        String after = end < 0
                ? before + line + "\n"
                : before.substring(0, end).stripTrailing() + "\n" + line + "\n" + before.substring(end);
        run(Command.of("sh", "-c", "cat >\"$1\"", "sh", there).withInput(after.getBytes(StandardCharsets.UTF_8)));
    }

    /** Removes a folder of the node that a test used. */
    void removeFolder(String path) {
        run(Command.of("rm", "-rf", simulatedRoot.map(root -> root + path).orElse(path)));
    }

    /** What a program inside a real guest prints, on either stream. */
    String inGuest(int guest, String... argv) {
        List<String> all = new ArrayList<>(List.of("lxc-attach", "-n", Integer.toString(guest), "--clear-env", "--"));
        all.addAll(List.of(argv));
        return said(all);
    }

    /** What a program on the node prints, on either stream, however it ends. */
    String said(List<String> argv) {
        Output output = shell.run(Command.of(argv));
        return (output.stdout() + output.stderr()).strip();
    }

    /** What a limit of a guest's control group says: by its name in version 2, or else in version 1. */
    String limit(int guest, String name, String older) {
        return run(Command.of("sh", "-c", LIMIT, "sh", Integer.toString(guest), name, older))
                .strip();
    }

    private String run(Command command) {
        Output output = shell.run(command);
        if (!output.succeeded()) {
            throw new AssertionError(command + " ended with " + output.exitCode() + ": " + output.stderr());
        }
        return output.stdout();
    }

    @Override
    public void close() {
        shell.close();
    }
}
