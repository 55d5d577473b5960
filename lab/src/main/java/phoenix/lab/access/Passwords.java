package phoenix.lab.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import phoenix.lab.files.WholeFile;

/** The passwords of users of the realm {@code pve}, in {@code /etc/pve/priv/shadow.cfg}; kept as hashes of this lab's own making. */
final class Passwords {
    private static final int ROUNDS = 20_000;
    private static final int BITS = 256;

    private final Path file;

    Passwords(Path priv) {
        this.file = priv.resolve("shadow.cfg");
    }

    private SortedMap<String, String> read() {
        SortedMap<String, String> all = new TreeMap<>();
        if (Files.exists(file)) {
            WholeFile.read(file).lines().map(line -> line.split(":")).forEach(words -> {
                if (words.length > 1) {
                    all.put(words[0], words[1]);
                }
            });
        }
        return all;
    }

    private void write(SortedMap<String, String> all) {
        StringBuilder text = new StringBuilder();
        all.forEach((user, hash) -> text.append(user).append(':').append(hash).append(":\n"));
        WholeFile.writePrivate(file, text.toString());
    }

    /** @param user without the realm */
    void set(String user, String password) {
        byte[] salt = new byte[12];
        new SecureRandom().nextBytes(salt);
        String text = Base64.getEncoder().encodeToString(salt);
        SortedMap<String, String> all = read();
        all.put(user, "$lab$" + text + "$" + hash(text, password));
        write(all);
    }

    void forget(String user) {
        SortedMap<String, String> all = read();
        if (all.remove(user) != null) {
            write(all);
        }
    }

    boolean matches(String user, String password) {
        String[] parts = read().getOrDefault(user, "").split("\\$");
        return parts.length == 4
                && MessageDigest.isEqual(
                        parts[3].getBytes(StandardCharsets.UTF_8),
                        hash(parts[2], password).getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String salt, String password) {
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(
                            new PBEKeySpec(password.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), ROUNDS, BITS))
                    .getEncoded();
            return Base64.getEncoder().encodeToString(key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2", impossible);
        }
    }
}
