package phoenix.lab.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import phoenix.lab.files.WholeFile;
import phoenix.pve.VmId;

/** {@code /etc/pve/user.cfg} and {@code /etc/pve/priv/token.cfg} on disk, read afresh each time. Safe for use by several threads. */
public final class UserStore {
    private final Path users;
    private final Path secrets;
    private final Passwords passwords;
    private UserConfig readConfig = UserConfig.parse("");
    private FileTime readTime = FileTime.fromMillis(0);
    private long readSize = -1;

    /** @param etcPve the node's {@code /etc/pve} */
    public UserStore(Path etcPve) throws IOException {
        this.users = etcPve.resolve("user.cfg");
        Path priv = etcPve.resolve("priv");
        if (!Files.isDirectory(priv)) {
            Files.createDirectory(
                    priv, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        this.secrets = priv.resolve("token.cfg");
        this.passwords = new Passwords(priv);
        if (!Files.exists(users)) {
            WholeFile.writePrivate(users, UserConfig.parse("").print());
        }
    }

    /** Reads the file again only if it has changed. */
    synchronized UserConfig read() {
        try {
            FileTime time = Files.getLastModifiedTime(users);
            long size = Files.size(users);
            if (!time.equals(readTime) || size != readSize) {
                readConfig = UserConfig.parse(WholeFile.read(users));
                readTime = time;
                readSize = size;
            }
            return readConfig;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + users, failed);
        }
    }

    synchronized void change(UnaryOperator<UserConfig> change) {
        WholeFile.writePrivate(users, change.apply(read()).print());
    }

    /** Only users of the realm {@code pve} have a password here; those of {@code pam} have the node's. */
    synchronized void setPassword(String user, String password) {
        if (user.endsWith("@pve")) {
            passwords.set(user.replaceFirst("@pve$", ""), password);
        }
    }

    synchronized void forgetPassword(String user) {
        passwords.forget(user.replaceFirst("@pve$", ""));
    }

    synchronized boolean isPassword(String user, String password) {
        return user.endsWith("@pve") && passwords.matches(user.replaceFirst("@pve$", ""), password);
    }

    /** Makes a token, or another secret for one that is there, and returns the secret. */
    public synchronized String makeToken(String user, String tokenId, Token token) {
        change(config -> config.withUser(user, owner(config, user).with(tokenId, token)));
        String secret = UUID.randomUUID().toString();
        SortedMap<String, String> all = secrets();
        all.put(user + "!" + tokenId, secret);
        writeSecrets(all);
        return secret;
    }

    synchronized void updateToken(String user, String tokenId, Token token) {
        change(config -> config.withUser(user, owner(config, user).with(tokenId, token)));
    }

    synchronized void removeToken(String user, String tokenId) {
        SortedMap<String, String> all = secrets();
        all.remove(user + "!" + tokenId);
        writeSecrets(all);
        change(config -> config.withUser(user, owner(config, user).without(tokenId)));
    }

    private static User owner(UserConfig config, String user) {
        return Optional.ofNullable(config.users().get(user))
                .orElseThrow(() -> new IllegalStateException("the user '" + user + "' went away"));
    }

    /** A token's secret, if the token exists. */
    public synchronized Optional<String> secret(String fullTokenId) {
        return Optional.ofNullable(secrets().get(fullTokenId));
    }

    boolean isSecret(String fullTokenId, String value) {
        return secret(fullTokenId)
                .filter(secret -> MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    private SortedMap<String, String> secrets() {
        SortedMap<String, String> all = new TreeMap<>();
        if (Files.exists(secrets)) {
            WholeFile.read(secrets).lines().map(line -> line.split(" ")).forEach(words -> {
                if (words.length == 2) {
                    all.put(words[0], words[1]);
                }
            });
        }
        return all;
    }

    private void writeSecrets(Map<String, String> all) {
        StringBuilder text = new StringBuilder();
        all.forEach((id, secret) -> text.append(id).append(' ').append(secret).append('\n'));
        WholeFile.writePrivate(secrets, text.toString());
    }

    /** Forgets the access rules of a guest that is deleted, and that it belonged to a pool. */
    public synchronized void forgetGuest(VmId id) {
        UserConfig config = read();
        boolean ruled = config.rules().stream().anyMatch(rule -> rule.path().equals("/vms/" + id));
        Optional<String> pool = config.poolOf(id);
        if (ruled || pool.isPresent()) {
            change(before -> {
                UserConfig rest = before.withoutRulesOn("/vms/" + id);
                return pool.map(name -> rest.withPool(name, pool(rest, name).without(id)))
                        .orElse(rest);
            });
        }
    }

    /** Forgets the access rules of a storage that is no longer declared. */
    public synchronized void forgetStorage(String storage) {
        change(config -> config.withoutRulesOn("/storage/" + storage));
    }

    /** Makes a guest a member of a pool, if there still is one of that name. */
    public synchronized void addToPool(VmId id, String name) {
        if (read().pools().containsKey(name)) {
            change(config -> config.withPool(name, pool(config, name).with(id)));
        }
    }

    private static Pool pool(UserConfig config, String name) {
        return Optional.ofNullable(config.pools().get(name))
                .orElseThrow(() -> new IllegalStateException("the pool '" + name + "' went away"));
    }

    /** The pools, by name. */
    public SortedMap<String, Pool> pools() {
        return read().pools();
    }

    /** The pool that a guest belongs to. */
    public Optional<String> poolOf(VmId id) {
        return read().poolOf(id);
    }
}
