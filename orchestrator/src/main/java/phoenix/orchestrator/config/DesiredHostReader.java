package phoenix.orchestrator.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostBridge;
import phoenix.orchestrator.desired.host.HostFolder;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.desired.host.HostUser;

/** Reads what the hypervisor file wants of the node itself. */
final class DesiredHostReader {
    private static final String NOT_SET = "NOT_SET";
    private static final String PASSWORD = "password";

    private final Fields file;
    private final HostDraft draft;
    private final Secrets secrets;

    /** @param draft what of the same file is compared with guests */
    DesiredHostReader(Fields file, HostDraft draft, Secrets secrets) {
        this.file = file;
        this.draft = draft;
        this.secrets = secrets;
    }

    DesiredHost read() {
        return new DesiredHost(system(), new ZfsReader(file, draft).read(), storages(), users(), folders())
                .withBridges(bridges())
                .withRoles(roles());
    }

    private HostSystem system() {
        Optional<Fields> network = file.inner("network");
        List<String> servers = network
                .flatMap(fields -> fields.inner("interfaces"))
                .map(fields -> fields.words("dns_nameservers"))
                .orElse(List.of())
                .stream()
                .flatMap(words -> List.of(words.value().strip().split(" +", -1)).stream())
                .toList();
        Optional<HostSystem.Repositories> repositories = file.inner("repositories")
                .flatMap(fields -> fields.text("channel")
                        .map(channel -> new HostSystem.Repositories(
                                channel.value().equals("enterprise"), text(fields, "ceph"))));
        return new HostSystem(
                text(file, "timezone"),
                network.map(fields -> text(fields, "hostname")).orElse(null),
                text(file, "locale"),
                servers.isEmpty()
                        ? null
                        : new HostSystem.Resolver(
                                servers,
                                network.map(fields -> text(fields, "searchdomain"))
                                        .orElse(null)),
                values(file.words("packages")),
                file.flag("upgrade").map(Located::value).orElse(false),
                repositories.orElse(null),
                values(file.words("time_servers")));
    }

    /** The bridge of the node's own address, and those that are declared beside it. */
    private List<HostBridge> bridges() {
        List<HostBridge> bridges = new ArrayList<>();
        Optional<Fields> network = file.inner("network");
        network.flatMap(fields -> fields.inner("interfaces"))
                .flatMap(DesiredHostReader::bridge)
                .ifPresent(bridges::add);
        network.ifPresent(fields -> fields.objects("bridges")
                .forEach(item -> bridge(item).ifPresent(bridge -> {
                    if (bridges.stream().anyMatch(other -> other.name().equals(bridge.name()))) {
                        file.problems()
                                .error(
                                        item.place(),
                                        "bridge " + bridge.name() + " is declared twice",
                                        "write it once, under 'interfaces' or under 'bridges'");
                    }
                    bridges.add(bridge);
                })));
        return bridges;
    }

    private static Optional<HostBridge> bridge(Fields fields) {
        return fields.text("name")
                .map(name -> new HostBridge(
                        name.value(),
                        text(fields, "address"),
                        text(fields, "gateway"),
                        fields.has("ports") ? values(fields.words("ports")) : null,
                        fields.flag("vlan_aware").map(Located::value).orElse(null),
                        fields.whole("mtu").map(mtu -> (int) (long) mtu.value()).orElse(null)));
    }

    private List<HostStorage> storages() {
        List<HostStorage> storages = new ArrayList<>();
        for (HostDraft.DataSet dataSet : draft.dataSets()) {
            Located<String> type = dataSet.storageType();
            if (type == null) {
                continue;
            }
            String name = dataSet.pool().value() + "/" + dataSet.name().value();
            String key = dataSet.pool().value() + "_" + dataSet.name().value().replace('-', '_');
            String id = Optional.ofNullable(draft.storageIds().get(key))
                    .map(Located::value)
                    .orElse(dataSet.storage());
            Map<String, String> options = type.value().equals("zfspool")
                    ? Map.of("pool", name)
                    : Map.of("path", "/" + name, "is_mountpoint", "yes");
            storages.add(new HostStorage(
                    id, type.value(), new HashSet<>(values(dataSet.content())), new TreeMap<>(options), name));
        }
        for (Fields storage : file.objects("storages")) {
            Optional<Located<String>> id = storage.text("id");
            Optional<Located<String>> type = storage.text("type");
            if (id.isPresent() && type.isPresent()) {
                Optional<Fields> given = storage.inner("options");
                SortedMap<String, String> options = ZfsReader.options(given);
                options.remove(PASSWORD);
                storages.add(new HostStorage(
                        id.get().value(),
                        type.get().value(),
                        new HashSet<>(values(storage.words("content"))),
                        options,
                        new HostServices.Password(given.flatMap(fields -> fields.value(PASSWORD))
                                .flatMap(this::secret)
                                .orElse("")),
                        ""));
            }
        }
        Set<String> seen = new HashSet<>();
        for (HostStorage storage : storages) {
            if (!seen.add(storage.id())) {
                file.problems()
                        .error(
                                file.place(),
                                "two storages are called " + storage.id(),
                                "give one of the two another name, or remove it");
            }
        }
        return storages;
    }

    private List<HostUser> users() {
        List<HostUser> users = new ArrayList<>();
        for (Fields user : file.objects("users")) {
            user.word("username").map(Located::value).ifPresent(name -> {
                boolean sudo = user.flag("sudo_access").map(Located::value).orElse(false);
                String role = user.has("proxmox_role")
                        ? Optional.ofNullable(text(user, "proxmox_role")).orElse("")
                        : sudo ? "Administrator" : "";
                users.add(new HostUser(
                        name,
                        secret(user.value("password_hash").orElse(null))
                                .filter(hash -> !hash.equals(NOT_SET))
                                .map(HostUser.PasswordHash::new)
                                .orElse(null),
                        sudo,
                        keys(user),
                        role,
                        user.inner("proxmox_permissions")
                                .map(DesiredHostReader::permissions)
                                .orElse(null)));
            });
        }
        return users;
    }

    private static SortedMap<String, String> permissions(Fields paths) {
        SortedMap<String, String> roles = new TreeMap<>();
        paths.object().members().keySet().stream()
                .filter(path -> !Keys.isComment(path))
                .forEach(path -> paths.word(path).ifPresent(role -> roles.put(path, role.value())));
        return roles;
    }

    private SortedMap<String, SortedSet<String>> roles() {
        SortedMap<String, SortedSet<String>> roles = new TreeMap<>();
        file.inner("proxmox_roles")
                .ifPresent(all -> all.object().members().keySet().stream()
                        .filter(role -> !Keys.isComment(role))
                        .forEach(role -> roles.put(role, new TreeSet<>(values(all.words(role))))));
        return roles;
    }

    private @Nullable List<String> keys(Fields user) {
        if (!user.has("ssh_public_key") && !user.has("ssh_public_keys")) {
            return null;
        }
        List<String> keys = new ArrayList<>();
        for (String key : List.of("ssh_public_key", "ssh_public_keys")) {
            for (JsonValue item : user.oneOrMore(key).orElse(List.of())) {
                secret(item)
                        .ifPresent(text -> text.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                                .forEach(keys::add));
            }
        }
        return keys;
    }

    private List<HostFolder> folders() {
        List<HostFolder> folders = new ArrayList<>();
        for (HostDraft.SharedVolume volume : draft.sharedVolumes()) {
            Located<String> path = volume.hostPath();
            if (path != null) {
                String mode = file.inner("shared_volumes")
                        .flatMap(all -> all.inner(volume.name()))
                        .map(fields -> text(fields, "mode"))
                        .orElse("");
                folders.add(new HostFolder(volume.name(), path.value(), "", mode));
            }
        }
        return folders;
    }

    /** A text, or what a reference leads to; empty if it is empty or leads nowhere. */
    private Optional<String> secret(@Nullable JsonValue value) {
        if (value instanceof JsonValue.Obj object && Secrets.isReference(object)) {
            return secrets.follow(object).map(Secrets.Secret::value);
        }
        return value == null ? Optional.empty() : Fields.word(value);
    }

    private static @Nullable String text(Fields fields, String key) {
        return fields.text(key).map(Located::value).orElse(null);
    }

    private static List<String> values(List<Located<String>> located) {
        return located.stream().map(Located::value).toList();
    }
}
