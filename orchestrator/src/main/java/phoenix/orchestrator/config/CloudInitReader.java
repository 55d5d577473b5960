package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.CloudInit;

/** Reads what cloud-init shall do in a VM. Secrets are followed: what is read is written into a file for root on the node. */
final class CloudInitReader {
    private final Secrets secrets;
    private final CloudInitTemplates templates;

    CloudInitReader(Secrets secrets, CloudInitTemplates templates) {
        this.secrets = secrets;
        this.templates = templates;
    }

    CloudInit read(Fields vm) {
        List<CloudInit.User> users = new ArrayList<>();
        vm.inner("user_config").flatMap(this::user).ifPresent(users::add);
        vm.objects("users").forEach(fields -> user(fields).ifPresent(user -> addUser(users, user, fields)));
        return new CloudInit(
                users,
                words(vm, "packages"),
                mounts(vm),
                files(vm),
                commands(vm),
                Located.valueOf(vm.word("timezone").orElse(null)),
                templates.read(vm));
    }

    private static void addUser(List<CloudInit.User> users, CloudInit.User user, Fields fields) {
        if (users.stream().anyMatch(other -> other.name().equals(user.name()))) {
            fields.problems()
                    .error(
                            fields.place(),
                            "the user '" + user.name() + "' is declared twice",
                            "write all of a user in one object, 'user_config' or one of 'users'");
        } else {
            users.add(user);
        }
    }

    private Optional<CloudInit.User> user(Fields user) {
        user.require("username", "\"username\": \"admin\"");
        return user.word("username")
                .map(name -> new CloudInit.User(
                        name.value(),
                        LabelReader.sshPublicKeys(user, secrets),
                        passwordHash(user),
                        words(user, "groups"),
                        sudo(user)));
    }

    private @Nullable String passwordHash(Fields user) {
        return user.value("password_hash")
                .flatMap(value -> value instanceof JsonValue.Obj object && Secrets.isReference(object)
                        ? secrets.follow(object).map(Secrets.Secret::value)
                        : Fields.word(value))
                .filter(hash -> !hash.equals("NOT_SET"))
                .orElse(null);
    }

    private static @Nullable String sudo(Fields user) {
        Optional<Boolean> flag = user.flag("sudo").map(Located::value);
        if (flag.isPresent()) {
            return flag.get() ? CloudInit.User.ALL : null;
        }
        return user.text("sudo").map(Located::value).orElse(CloudInit.User.ALL);
    }

    private static List<List<String>> mounts(Fields vm) {
        List<List<String>> mounts = new ArrayList<>();
        for (JsonValue item : vm.oneOrMore("mounts").orElse(List.of())) {
            if (item instanceof JsonValue.Arr fields) {
                mounts.add(words(fields));
            }
        }
        return mounts;
    }

    private static List<CloudInit.WrittenFile> files(Fields vm) {
        return vm.objects("write_files").stream()
                .filter(file -> file.word("path").isPresent())
                .map(file -> new CloudInit.WrittenFile(
                        file.word("path").map(Located::value).orElseThrow(),
                        file.value("content")
                                .filter(JsonValue.Text.class::isInstance)
                                .map(content -> ((JsonValue.Text) content).text())
                                .orElse(""),
                        Located.valueOf(file.word("permissions").orElse(null)),
                        Located.valueOf(file.word("owner").orElse(null)),
                        file.flag("append").map(Located::value).orElse(false)))
                .toList();
    }

    private static List<CloudInit.RunCommand> commands(Fields vm) {
        List<CloudInit.RunCommand> commands = new ArrayList<>();
        for (JsonValue item : vm.oneOrMore("runcmd").orElse(List.of())) {
            if (item instanceof JsonValue.Arr vector) {
                commands.add(new CloudInit.RunCommand(words(vector), false));
            } else {
                Fields.word(item).ifPresent(line -> commands.add(new CloudInit.RunCommand(List.of(line), true)));
            }
        }
        return commands;
    }

    private static List<String> words(JsonValue.Arr array) {
        return array.items().stream()
                .flatMap(item -> Fields.word(item).stream())
                .toList();
    }

    private static List<String> words(Fields fields, String key) {
        return fields.words(key).stream().map(Located::value).toList();
    }
}
