package phoenix.orchestrator.desired;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What cloud-init does in a VM at its first start.
 *
 * @param users the first one is Proxmox's {@code ciuser} where nothing needs more
 * @param packages that are installed
 * @param mounts lines of the {@code fstab}, each a list of its fields
 * @param runCommands each a line for a shell, or a vector of arguments
 * @param templates the user's own documents
 */
public record CloudInit(
        List<User> users,
        List<String> packages,
        List<List<String>> mounts,
        List<WrittenFile> files,
        List<RunCommand> runCommands,
        @Nullable String timezone,
        List<Template> templates) {
    public CloudInit {
        users = List.copyOf(users);
        packages = List.copyOf(packages);
        mounts = mounts.stream().map(List::copyOf).toList();
        files = List.copyOf(files);
        runCommands = List.copyOf(runCommands);
        templates = List.copyOf(templates);
    }

    /** The first user who may become root without a password. */
    public Optional<String> administrator() {
        return users.stream()
                .filter(user -> User.ALL.equals(user.sudo()))
                .map(User::name)
                .findFirst();
    }

    /** Whether nothing of what Phoenix would tell cloud-init of users reaches it. */
    boolean replacesUserData() {
        return templates.stream().anyMatch(template -> template.part() == Part.USER && template.replaces());
    }

    /** This, and a user takes one more SSH key. */
    CloudInit letting(String name, String publicKey) {
        List<User> all = users.stream()
                .map(user -> user.name().equals(name) ? user.with(publicKey) : user)
                .toList();
        return new CloudInit(all, packages, mounts, files, runCommands, timezone, templates);
    }

    /**
     * A user.
     *
     * @param passwordHash revealed; null for none, so that only keys log in
     * @param sudo a rule of sudo; null for none
     */
    public record User(
            String name,
            List<String> sshPublicKeys,
            @Nullable String passwordHash,
            List<String> groups,
            @Nullable String sudo) {
        /** The rule of a user who may become root without a password. */
        public static final String ALL = "ALL=(ALL) NOPASSWD:ALL";

        public User {
            sshPublicKeys = List.copyOf(sshPublicKeys);
            groups = List.copyOf(groups);
        }

        private User with(String publicKey) {
            List<String> keys = new ArrayList<>(sshPublicKeys);
            if (!keys.contains(publicKey)) {
                keys.add(publicKey);
            }
            return new User(name, keys, passwordHash, groups, sudo);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** A file that cloud-init writes. */
    public record WrittenFile(
            String path,
            String content,
            @Nullable String permissions,
            @Nullable String owner,
            boolean append) {}

    /**
     * A command.
     *
     * @param shell whether it is one line for a shell; else every word is an argument
     */
    public record RunCommand(List<String> words, boolean shell) {
        public RunCommand {
            words = List.copyOf(words);
        }
    }

    /**
     * A document of the user's own, its values put in.
     *
     * @param replaces whether it stands in place of what Phoenix makes; else it is laid over that
     * @param json the document as JSON
     */
    public record Template(Part part, boolean replaces, String json) {}

    /** The documents that cloud-init reads. */
    public enum Part {
        USER,
        NETWORK,
        VENDOR
    }
}
