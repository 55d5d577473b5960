package phoenix.orchestrator.host.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostUser;
import phoenix.orchestrator.host.Acts;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostKind;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.NodeFiles;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.host.Question;
import phoenix.orchestrator.host.Tool;
import phoenix.orchestrator.plan.Impact;

/**
 * Users of the system: account, password hash, sudo, SSH keys. A user that Phoenix made and that is declared no more loses sudo and keys and is
 * locked; account and home stay. One that it only found keeps all but the sudo and the keys that Phoenix gave. Hashes never leave the node: it is
 * asked for their digests.
 */
public final class Users implements HostKind {
    private static final String LOOK = "look-users.sh";
    private static final String FILES = "files-of-sudo";
    private static final String SUDOERS = "/etc/sudoers.d/phoenix-";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    public static String name(String user) {
        return "user " + user;
    }

    @Override
    public String name() {
        return "users";
    }

    @Override
    public List<Tool> tools(DesiredHost want) {
        return want.users().stream().anyMatch(HostUser::sudo) ? List.of(Tool.of("visudo", "sudo")) : List.of();
    }

    @Override
    public List<Question> questions(DesiredHost want) {
        return List.of(
                Question.script(
                        Users.class,
                        LOOK,
                        want.users().stream().map(HostUser::name).toList()),
                NodeFiles.question(FILES, List.of(SUDOERS + "*")));
    }

    @Override
    public List<HostResource> compare(DesiredHost want, HostFacts facts) {
        NodeFiles files = NodeFiles.of(facts, FILES);
        List<HostResource> resources = new ArrayList<>();
        SortedSet<String> others = new TreeSet<>(values(facts, "ours", ""));
        for (HostUser user : want.users()) {
            others.remove(user.name());
            resources.add(compare(user, facts, files));
        }
        others.forEach(name -> resources.add(retire(name, facts, files)));
        Set<String> found = new TreeSet<>(values(facts, "keeper", ""));
        // Two names may have one home, and with it the keys.
        want.users()
                .forEach(user -> found.removeIf(
                        name -> values(facts, "account", name).equals(values(facts, "account", user.name()))));
        files.paths().stream()
                .filter(path -> path.startsWith(SUDOERS) && OwnFile.isOurs(files.text(path)))
                .forEach(path -> found.add(path.substring(SUDOERS.length())));
        found.removeAll(others);
        want.users().forEach(user -> found.remove(user.name()));
        found.forEach(name -> resources.add(takeBack(name, facts, files).done()));
        return resources;
    }

    private static HostResource compare(HostUser user, HostFacts facts, NodeFiles files) {
        String name = user.name();
        HostResource.Draft draft = HostResource.named(name(name)).lane("users");
        if (values(facts, "account", name).isEmpty()) {
            draft.isNew().change("account", "", name, "", Impact.LIVE);
            draft.act(Acts.run("useradd", "-m", "-s", "/bin/bash", "-c", "made by Phoenix", name));
        } else if (!values(facts, "expired", name).isEmpty()) {
            draft.change("account", "locked", "open", "declared again", Impact.LIVE);
            draft.act(Acts.run("usermod", "--expiredate", "", name));
        }
        HostUser.PasswordHash hash = user.hash();
        if (hash != null && !values(facts, "hash", name).contains(sha256(hash.text()))) {
            draft.change("password hash", "", "as declared", "differs from the file", Impact.LIVE);
            draft.act(Acts.scriptWithSecret(Users.class, "set-hash.sh", LIMIT, hash.text() + "\n", List.of(name)));
        }
        boolean password =
                hash != null && !hash.text().startsWith("!") && !hash.text().startsWith("*");
        OwnFile sudoers = sudoers(name);
        if (user.sudo()) {
            sudoers.compare(draft, files, name + " ALL=(ALL:ALL) " + (password ? "" : "NOPASSWD: ") + "ALL\n");
            if (!password) {
                draft.remark("has no password, so sudo asks for none: who has the key is root");
            }
        } else if (files.at(sudoers.path()).isPresent()) {
            draft.change("sudo", "yes", "no", "declared no more", Impact.LIVE);
            draft.act(Acts.run("rm", "-f", sudoers.path()));
        }
        List<String> keys = user.keys();
        if (keys != null) {
            keys(draft, name, values(facts, "key", name), keys);
        }
        return draft.done();
    }

    private static void keys(HostResource.Draft draft, String name, List<String> now, List<String> wanted) {
        if (!now.equals(wanted)) {
            wanted.stream()
                    .filter(key -> !now.contains(key))
                    .forEach(key -> draft.change("SSH key", "", shortened(key), "", Impact.LIVE));
            now.stream()
                    .filter(key -> !wanted.contains(key))
                    .forEach(key -> draft.change("SSH key", shortened(key), "", "declared no more", Impact.LIVE));
            if (now.containsAll(wanted) && wanted.containsAll(now)) {
                draft.change("SSH keys", "another order", "as declared", "", Impact.NONE);
            }
            String lines = wanted.isEmpty() ? "" : String.join("\n", wanted) + "\n";
            draft.act(Acts.script(Users.class, "set-keys.sh", LIMIT, lines, List.of(name)));
        }
    }

    /** What was given to a user that is declared no more. */
    private static HostResource.Draft takeBack(String name, HostFacts facts, NodeFiles files) {
        HostResource.Draft draft = HostResource.named(name(name)).lane("users").goes();
        if (files.at(sudoers(name).path()).isPresent()) {
            draft.change("sudo", "yes", "", "declared no more", Impact.LIVE);
            draft.act(Acts.run("rm", "-f", sudoers(name).path()));
        }
        keys(draft, name, values(facts, "key", name), List.of());
        return draft;
    }

    private static HostResource retire(String name, HostFacts facts, NodeFiles files) {
        HostResource.Draft draft = takeBack(name, facts, files);
        if (values(facts, "expired", name).isEmpty()) {
            draft.change("account", "open", "locked", "declared no more", Impact.LIVE);
            draft.act(Acts.run("usermod", "--expiredate", "1", name));
        }
        return draft.remark("account and home stay; to remove both: userdel -r " + name)
                .done();
    }

    private static OwnFile sudoers(String name) {
        return new OwnFile(SUDOERS + name, "440", "root:root", List.of("visudo", "-cf"));
    }

    /** What the look says of a user under a label. */
    private static List<String> values(HostFacts facts, String label, String user) {
        String start = label + "\t" + (user.isEmpty() ? "" : user + "\t");
        return facts.lines(LOOK).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    /** A key's type and comment are what a person knows it by. */
    private static String shortened(String key) {
        String[] words = key.split(" +", 3);
        return words.length < 2
                ? key
                : words[0] + " ..." + words[1].substring(Math.max(0, words[1].length() - 8))
                        + (words.length > 2 ? " " + words[2] : "");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
