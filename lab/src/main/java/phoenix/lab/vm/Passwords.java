package phoenix.lab.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import phoenix.lab.node.NodeException;

/** Passwords for cloud-init: stored hashed, as Proxmox does, and never shown. */
final class Passwords {
    /** What a reader of the configuration sees. */
    static final String HIDDEN = "**********";

    private Passwords() {}

    /** A hash of crypt's form; one that is a hash already is left as it is. The password goes by standard input. */
    static String hashed(String password) {
        if (password.matches("\\$(?:[1-6]|2[ay])(?:\\$.+){2}")) {
            return password;
        }
        try {
            Process process = new ProcessBuilder("openssl", "passwd", "-5", "-stdin").start();
            try (OutputStream in = process.getOutputStream()) {
                in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
            }
            String hash = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (process.waitFor() != 0 || !hash.startsWith("$5$")) {
                throw new NodeException("cannot hash the password: openssl failed");
            }
            return hash;
        } catch (IOException failed) {
            throw new NodeException("cannot hash the password: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted by signal", interrupted);
        }
    }
}
