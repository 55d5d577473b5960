package phoenix.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.api.CertificateTrust;
import phoenix.pve.api.Credentials;
import phoenix.pve.api.Fingerprint;
import phoenix.pve.api.HttpsTransport;
import phoenix.pve.api.NodeApi;
import phoenix.pve.api.NodeSummary;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveshTransport;
import phoenix.pve.api.Secret;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.SshOptions;
import phoenix.pve.shell.SshShell;

/**
 * Opens a Proxmox node: the one that the environment names, or the machine itself if it is one.
 *
 * <p>The variables are those of the field's Terraform provider: {@code PROXMOX_VE_ENDPOINT}, {@code PROXMOX_VE_API_TOKEN} or
 * {@code PROXMOX_VE_USERNAME} with {@code PROXMOX_VE_PASSWORD}, {@code PROXMOX_VE_SSH_USERNAME}. Ours beside them:
 * {@code PROXMOX_VE_FINGERPRINT} or {@code PROXMOX_VE_CA_FILE} for a certificate that the system does not know,
 * {@code PROXMOX_VE_NODE} where a cluster has several nodes, {@code PROXMOX_VE_SSH_PORT} where SSH listens elsewhere than usual.
 */
final class RealNode {
    private static final String ENDPOINT = "PROXMOX_VE_ENDPOINT";
    private static final String TOKEN = "PROXMOX_VE_API_TOKEN";
    private static final String PASSWORD = "PROXMOX_VE_PASSWORD";
    private static final String SSH_PORT = "PROXMOX_VE_SSH_PORT";
    private static final int LAST_PORT = 65_535;

    private final Map<String, String> environment;

    RealNode(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What the environment holds that nobody is shown: passwords, and of tokens the part that proves something. */
    static List<String> secrets(Map<String, String> environment) {
        String token = environment.getOrDefault(TOKEN, "");
        return List.of(environment.getOrDefault(PASSWORD, ""), token.substring(token.lastIndexOf('=') + 1));
    }

    /** The node that the environment names; empty if it names none. */
    Optional<OpenNode> named() {
        String endpoint = environment.get(ENDPOINT);
        if (endpoint == null || endpoint.isBlank()) {
            return Optional.empty();
        }
        URI uri = uri(endpoint);
        PveClient client = new PveClient(new HttpsTransport(uri, credentials(), trust()));
        Optional<NodeShell> shell = Optional.ofNullable(environment.get("PROXMOX_VE_SSH_USERNAME"))
                .map(user -> new SshShell(sshOptions(user, uri.getHost())));
        return Optional.of(open(client, shell));
    }

    /** This machine; empty if it is no Proxmox node. */
    static Optional<OpenNode> thisMachine() {
        if (!Files.isDirectory(Path.of("/etc/pve/nodes")) || !Files.isExecutable(Path.of("/usr/bin/pvesh"))) {
            return Optional.empty();
        }
        NodeShell shell = new LocalShell();
        String name = shell.run(Command.of("hostname", "--short")).stdout().strip();
        NodeAccess access = new NodeAccess(name, new PveClient(new PveshTransport(shell)), Optional.of(shell));
        return Optional.of(new OpenNode(access, "node " + name + " (this machine)", access.client()::close));
    }

    private OpenNode open(PveClient client, Optional<NodeShell> shell) {
        String name = nodeName(client);
        String way = shell.map(NodeShell::where).orElse("no shell: scripts inside guests cannot be run");
        return new OpenNode(
                new NodeAccess(name, client, shell),
                "node " + name + " (" + client.transport().where() + "; " + way + ")",
                () -> {
                    shell.ifPresent(NodeShell::close);
                    client.close();
                });
    }

    private String nodeName(PveClient client) {
        @Nullable String wanted = environment.get("PROXMOX_VE_NODE");
        List<String> online = client.send(NodeApi.nodes()).stream()
                .filter(NodeSummary::online)
                .map(NodeSummary::name)
                .toList();
        if (wanted != null && online.contains(wanted)) {
            return wanted;
        }
        if (wanted == null && online.size() == 1) {
            return online.get(0);
        }
        throw new CommandFailure(
                ExitCode.NODE_UNAVAILABLE,
                wanted == null
                        ? "the cluster has " + online.size() + " nodes online, and none is chosen"
                        : "there is no node '" + wanted + "' online",
                "set PROXMOX_VE_NODE to one of: " + String.join(", ", online));
    }

    private static URI uri(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw wrongEndpoint(endpoint);
        }
        throw wrongEndpoint(endpoint);
    }

    private static CommandFailure wrongEndpoint(String endpoint) {
        return new CommandFailure(
                ExitCode.USAGE,
                ENDPOINT + "='" + endpoint + "' is no address of a Proxmox API",
                "write it as https://host:8006");
    }

    private Credentials credentials() {
        String token = environment.get(TOKEN);
        if (token != null && !token.isBlank()) {
            try {
                return Credentials.ApiToken.parse(token);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "PROXMOX_VE_API_TOKEN is no API token",
                        "write it as user@realm!name=xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
            }
        }
        String user = environment.get("PROXMOX_VE_USERNAME");
        String password = environment.get(PASSWORD);
        if (user == null || password == null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    ENDPOINT + " is set, and nothing says who we are there",
                    "set PROXMOX_VE_API_TOKEN, or PROXMOX_VE_USERNAME and PROXMOX_VE_PASSWORD");
        }
        return new Credentials.Password(user, new Secret(password));
    }

    private CertificateTrust trust() {
        String fingerprint = environment.get("PROXMOX_VE_FINGERPRINT");
        if (fingerprint != null && !fingerprint.isBlank()) {
            try {
                return CertificateTrust.pinned(new Fingerprint(fingerprint));
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "PROXMOX_VE_FINGERPRINT='" + fingerprint + "' is no SHA-256 fingerprint",
                        "copy the 64 hexadecimal digits that this shows on the node: pvenode cert info");
            }
        }
        String authority = environment.get("PROXMOX_VE_CA_FILE");
        if (authority == null || authority.isBlank()) {
            return CertificateTrust.system();
        }
        try {
            return CertificateTrust.authority(Path.of(authority));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "PROXMOX_VE_CA_FILE names no authority that could be believed: " + e.getMessage(),
                    "name a readable file with certificates in PEM form, such as a copy of the node's"
                            + " /etc/pve/pve-root-ca.pem");
        }
    }

    /** The user's own SSH configuration applies; a key and a file of known hosts may be named for this node alone. */
    private SshOptions sshOptions(String user, String host) {
        List<String> options = new ArrayList<>();
        String key = environment.get("PROXMOX_VE_SSH_PRIVATE_KEY_FILE");
        if (key != null) {
            options.addAll(List.of("-i", key));
        }
        String knownHosts = environment.get("PROXMOX_VE_SSH_KNOWN_HOSTS_FILE");
        if (knownHosts != null) {
            options.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts));
        }
        SshOptions ssh = SshOptions.to(user + "@" + host).with(options.toArray(String[]::new));
        String port = environment.get(SSH_PORT);
        return port == null || port.isBlank() ? ssh : ssh.onPort(port(port.strip()));
    }

    private static int port(String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > LAST_PORT) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    SSH_PORT + "='" + text + "' is no port",
                    "write the number of the port where the node's SSH listens, or unset it for 22");
        }
        return port;
    }
}
