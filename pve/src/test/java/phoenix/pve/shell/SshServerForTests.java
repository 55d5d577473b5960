package phoenix.pve.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;

/** A real SSH server in this process, on loopback. It lets one key in and hands each command to {@code sh}, as sshd does. */
final class SshServerForTests implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final AtomicInteger sessions = new AtomicInteger();
    private final Path folder;

    SshServerForTests(Path folder) throws IOException {
        this.folder = folder;
        makeKey("key");
        makeKey("other-key");
        String allowed = Files.readString(folder.resolve("key.pub")).split(" ")[1];
        SimpleGeneratorHostKeyProvider hostKey = new SimpleGeneratorHostKeyProvider(folder.resolve("host-key"));
        hostKey.setAlgorithm(KeyUtils.EC_ALGORITHM);
        hostKey.setKeySize(256);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(hostKey);
        server.setPublickeyAuthenticator((user, key, session) ->
                PublicKeyEntry.toString(key).split(" ")[1].equals(allowed));
        server.setCommandFactory((channel, command) -> new InvertedShellWrapper(
                new ProcessShell("sh", scriptOf(command).toString())));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                sessions.incrementAndGet();
            }
        });
        server.start();
        trust(hostKey);
    }

    /** Through a file, since Java would garble an argument that the locale cannot spell. */
    private Path scriptOf(String command) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "command", ".sh"), command);
    }

    private void makeKey(String name) {
        mustSucceed(
                "ssh-keygen",
                "-q",
                "-t",
                "ecdsa",
                "-N",
                "",
                "-f",
                folder.resolve(name).toString());
    }

    private void trust(SimpleGeneratorHostKeyProvider hostKey) throws IOException {
        String line = "[127.0.0.1]:" + server.getPort() + " "
                + PublicKeyEntry.toString(
                        hostKey.loadKeys(null).iterator().next().getPublic());
        Files.writeString(folder.resolve("known_hosts"), line + "\n");
    }

    private static void mustSucceed(String... argv) {
        Output output = new LocalShell().run(Command.of(argv));
        if (!output.succeeded()) {
            throw new IllegalStateException(List.of(argv) + ": " + output);
        }
    }

    /** How to get in, untouched by the configuration of whoever runs the tests. */
    SshOptions options() {
        return options("key", "known_hosts");
    }

    SshOptions optionsWithAnotherKey() {
        return options("other-key", "known_hosts");
    }

    SshOptions optionsOfAStranger() {
        return options("key", "no-known-hosts");
    }

    private SshOptions options(String key, String knownHosts) {
        return SshOptions.to("root@127.0.0.1")
                .onPort(server.getPort())
                .with(
                        "-F", "none",
                        "-i", folder.resolve(key).toString(),
                        "-o", "IdentitiesOnly=yes",
                        "-o", "UserKnownHostsFile=" + folder.resolve(knownHosts),
                        "-o", "GlobalKnownHostsFile=/dev/null");
    }

    /** How many connections have been made. */
    int sessions() {
        return sessions.get();
    }

    /** Closes all connections in the middle of whatever they do. */
    void dropConnections() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
