package phoenix.lab.access;

import java.util.Optional;
import java.util.Set;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Caller;
import phoenix.lab.schema.Formats;
import phoenix.pve.VmId;

/**
 * Makes, changes and removes pools.
 *
 * @see "PVE source: PVE/API2/Pool.pm"
 */
public final class PoolUpdate {
    private final UserStore store;

    public PoolUpdate(UserStore store) {
        this.store = store;
    }

    public void create(Call call) {
        String name = call.text("poolid");
        store.change(config -> {
            if (config.pools().containsKey(name)) {
                throw ApiException.failure("create pool failed: pool '" + name + "' already exists");
            }
            String parent = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
            if (!parent.isEmpty() && !config.pools().containsKey(parent)) {
                throw ApiException.failure(
                        "create pool failed: parent '" + parent + "' of pool '" + name + "' does not exist");
            }
            return config.withPool(name, Pool.EMPTY.describedAs(call.text("comment", "")));
        });
    }

    public void change(Call call) {
        String name = call.text("poolid");
        store.change(before -> {
            Pool pool = found(before, name, "update pools failed");
            UserConfig config = call.find("comment")
                    .map(comment -> before.withPool(name, pool.describedAs(comment)))
                    .orElse(before);
            for (String guest : Formats.split(call.text("vms", ""))) {
                config = guest(call, config, name, VmId.parse(guest));
            }
            for (String storage : Formats.split(call.text("storage", ""))) {
                config = storage(call, config, name, storage);
            }
            return config;
        });
    }

    private static Pool found(UserConfig config, String name, String doing) {
        return Optional.ofNullable(config.pools().get(name))
                .orElseThrow(() -> ApiException.failure(doing + ": pool '" + name + "' does not exist"));
    }

    private static UserConfig guest(Call call, UserConfig config, String name, VmId id) {
        Caller caller = call.caller();
        caller.checkAny("/vms/" + id, "Permissions.Modify", "VM.Allocate");
        Pool pool = found(config, name, "update pools failed");
        boolean member = pool.guests().contains(id);
        if (call.flag("delete")) {
            if (!member) {
                throw ApiException.failure("update pools failed: VM " + id + " is not a pool member");
            }
            return config.withPool(name, pool.without(id));
        }
        if (member) {
            throw ApiException.failure("update pools failed: VM " + id + " is already a pool member");
        }
        Optional<String> other = config.poolOf(id);
        if (other.isEmpty()) {
            return config.withPool(name, pool.with(id));
        }
        if (!call.flag("allow-move")) {
            throw ApiException.failure("update pools failed: VM " + id + " belongs already to pool '" + other.get()
                    + "' and 'allow-move' is not set");
        }
        caller.check("/pool/" + other.get(), "Pool.Allocate");
        Pool left = found(config, other.get(), "update pools failed").without(id);
        return config.withPool(other.get(), left).withPool(name, pool.with(id));
    }

    private static UserConfig storage(Call call, UserConfig config, String name, String storage) {
        call.caller().checkAny("/storage/" + storage, "Permissions.Modify", "Datastore.Allocate");
        Pool pool = found(config, name, "update pools failed");
        boolean member = pool.storages().contains(storage);
        if (call.flag("delete") != member) {
            throw ApiException.failure("update pools failed: Storage '" + storage + "' is "
                    + (member ? "already a pool member" : "not a pool member"));
        }
        return config.withPool(name, member ? pool.withoutStorage(storage) : pool.withStorage(storage));
    }

    /**
     * Removes an empty pool; members that are gone do not count.
     *
     * @param guests those that there are
     * @param storages those that there are
     */
    public void remove(Call call, Set<VmId> guests, Set<String> storages) {
        String name = call.text("poolid");
        store.change(config -> {
            Pool pool = found(config, name, "delete pool failed");
            Optional<String> member = config.pools().keySet().stream()
                    .filter(other -> other.startsWith(name + "/"))
                    .map(other -> "pool '" + other + "'")
                    .findFirst()
                    .or(() -> pool.guests().stream()
                            .filter(guests::contains)
                            .map(id -> "VM " + id)
                            .findFirst())
                    .or(() -> pool.storages().stream()
                            .filter(storages::contains)
                            .map(id -> "storage '" + id + "'")
                            .findFirst());
            member.ifPresent(one -> {
                throw ApiException.failure(
                        "delete pool failed: pool '" + name + "' is not empty (contains " + one + ")");
            });
            return config.withoutPool(name);
        });
    }
}
