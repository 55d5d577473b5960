package phoenix.lab.storage;

import static phoenix.lab.rest.StandardParams.storage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;

/**
 * Declaring storages, changing and forgetting them. What lies there stays.
 *
 * @see "PVE source: PVE/API2/Storage/Config.pm"
 */
public final class StorageChanges {
    private static final Permission ALLOCATE = Permission.on("/storage", "Datastore.Allocate");

    private final Storages storages;
    private final Activation activation;
    private final Consumer<String> forgetRights;

    /** @param forgetRights told of a storage that is forgotten */
    public StorageChanges(Storages storages, Node node, Consumer<String> forgetRights) {
        this.storages = storages;
        this.activation = new Activation(node);
        this.forgetRights = forgetRights;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/storage")
                        .with(storage(), StorageParams.type())
                        .with(StorageParams.LASTING)
                        .with(StorageParams.CHANGEABLE)
                        .allow(ALLOCATE)
                        .handledBy(this::create),
                Endpoint.put("/storage/{storage}")
                        .with(
                                storage(),
                                Param.string("delete")
                                        .optional()
                                        .format("pve-configid-list")
                                        .maxLength(4096),
                                Param.string("digest").optional().maxLength(64))
                        .with(StorageParams.CHANGEABLE)
                        .allow(ALLOCATE)
                        .handledBy(this::update),
                Endpoint.delete("/storage/{storage}")
                        .with(storage())
                        .allow(ALLOCATE)
                        .handledBy(this::forget));
    }

    private static Map<String, String> options(Call call, StorageType type) {
        Map<String, String> options = new LinkedHashMap<>();
        call.values().forEach((name, value) -> {
            if (List.of("storage", "type", "delete", "digest", "password").contains(name)) {
                return;
            }
            if (!type.knows(name)) {
                throw ApiException.failure("unexpected property '" + name + "'");
            }
            if (!name.equals("disable") || value.equals("1")) {
                options.put(name, value);
            }
        });
        if (options.containsKey("content")) {
            TreeSet<String> content = new TreeSet<>(Formats.split(options.get("content")));
            type.checkContent(content);
            options.put("content", String.join(",", content));
        }
        return options;
    }

    private Object create(Call call) {
        String id = call.text("storage");
        StorageType type = StorageType.of(call.text("type"));
        storages.change(all -> {
            if (all.stream().anyMatch(storage -> storage.id().equals(id))) {
                throw ApiException.failure("create storage failed: storage ID '" + id + "' already defined");
            }
            Map<String, String> options = options(call, type);
            if (type.name().equals("nfs") || type.name().equals("cifs")) {
                options.put("path", "/mnt/pve/" + id);
            }
            options.putIfAbsent("content", String.join(",", new TreeSet<>(type.usual())));
            for (String required : type.required()) {
                if (!options.containsKey(required)) {
                    throw ApiException.failure("missing value for required option '" + required + "'");
                }
            }
            Storage storage = new Storage(id, type.name(), options);
            activation.keepPassword(storage, call.find("password"));
            activation.activate(storage);
            all.add(storage);
            return all;
        });
        return answer(call, type.name());
    }

    private static Map<String, Object> answer(Call call, String type) {
        Map<String, Object> answer = new TreeMap<>();
        answer.put("storage", call.text("storage"));
        answer.put("type", type);
        return answer;
    }

    private Object update(Call call) {
        Storage before = existing(call, "update");
        StorageType type = StorageType.of(before.type());
        storages.change(all -> {
            String digest = call.text("digest", "");
            if (!digest.isEmpty() && !digest.equals(storages.digest())) {
                throw ApiException.failure(
                        "update storage failed: detected modified configuration - file changed by other"
                                + " user? Try again.");
            }
            Map<String, String> options = new LinkedHashMap<>(before.options());
            Map<String, String> given = options(call, type);
            given.forEach((name, value) -> {
                if (type.required().contains(name) && !value.equals(options.get(name))) {
                    throw ApiException.failure(
                            "update storage failed: can't change value of fixed parameter '" + name + "'");
                }
                options.put(name, value);
            });
            if (call.find("disable").filter("0"::equals).isPresent()) {
                options.remove("disable");
            }
            for (String name : Formats.split(call.text("delete", ""))) {
                remove(options, given, type, name);
            }
            Storage after = new Storage(before.id(), before.type(), options);
            activation.keepPassword(after, call.find("password"));
            all.replaceAll(storage -> storage.id().equals(before.id()) ? after : storage);
            return all;
        });
        return answer(call, before.type());
    }

    private Storage existing(Call call, String doing) {
        String id = call.text("storage");
        return storages.all().stream()
                .filter(storage -> storage.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> ApiException.failure(doing + " storage failed: storage '" + id + "' does not exist"));
    }

    private static void remove(Map<String, String> options, Map<String, String> given, StorageType type, String name) {
        if (!type.knows(name)) {
            throw ApiException.failure("update storage failed: no such option '" + name + "'");
        }
        if (type.required().contains(name)) {
            throw ApiException.failure("update storage failed: unable to delete required option '" + name + "'");
        }
        if (given.containsKey(name)) {
            throw ApiException.failure("update storage failed: unable to set and delete property '" + name + "'");
        }
        options.remove(name);
    }

    private @Nullable Object forget(Call call) {
        Storage storage = existing(call, "delete");
        storages.change(all -> {
            all.removeIf(other -> other.id().equals(storage.id()));
            return all;
        });
        activation.forget(storage);
        forgetRights.accept(storage.id());
        return null;
    }
}
