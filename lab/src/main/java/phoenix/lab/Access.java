package phoenix.lab;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import phoenix.lab.files.WholeFile;

/**
 * What a client needs to reach a lab's API.
 *
 * @param endpoint {@code https://127.0.0.1:<port>}
 * @param fingerprint of the API's certificate, SHA-256, as Proxmox shows it
 * @param user {@code root@pam}
 * @param password the user's
 * @param apiToken {@code root@pam!phoenix=<secret>}
 * @param server the process that serves the API
 */
public record Access(URI endpoint, String fingerprint, String user, String password, String apiToken, long server) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return endpoint + " as " + user;
    }

    /** Writes it where other processes of the same user find it. */
    void publish(Path file) {
        Properties values = new Properties();
        values.setProperty("endpoint", endpoint.toString());
        values.setProperty("fingerprint", fingerprint);
        values.setProperty("user", user);
        values.setProperty("password", password);
        values.setProperty("apiToken", apiToken);
        values.setProperty("server", Long.toString(server));
        StringWriter text = new StringWriter();
        try {
            values.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: a string takes everything", e);
        }
        WholeFile.writePrivate(file, text.toString());
    }

    /** Reads what a process that still lives has published; empty if there is none. */
    static Optional<Access> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try {
            values.load(new StringReader(WholeFile.read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        long server = Long.parseLong(values.getProperty("server", "0"));
        if (ProcessHandle.of(server).filter(ProcessHandle::isAlive).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Access(
                URI.create(values.getProperty("endpoint", "")),
                values.getProperty("fingerprint", ""),
                values.getProperty("user", ""),
                values.getProperty("password", ""),
                values.getProperty("apiToken", ""),
                server));
    }
}
