package phoenix.lab.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import phoenix.lab.access.Pool;
import phoenix.lab.access.PoolUpdate;
import phoenix.lab.access.UserStore;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.lab.storage.Storage;
import phoenix.pve.VmId;

/**
 * Pools of guests and storages.
 *
 * @see "PVE source: PVE/API2/Pool.pm"
 */
public final class PoolEndpoints {
    private static final Permission ALLOCATE = Permission.on("/pool/{poolid}", "Pool.Allocate");
    private static final String[] KINDS = {"qemu", "lxc", "storage"};

    private final UserStore users;
    private final PoolUpdate update;
    private final ClusterEndpoints cluster;

    public PoolEndpoints(UserStore users, ClusterEndpoints cluster) {
        this.users = users;
        this.update = new PoolUpdate(users);
        this.cluster = cluster;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/pools")
                        .with(
                                poolId().optional(),
                                Param.string("type").optional().oneOf(KINDS).requires("poolid"))
                        .allowAnyUser()
                        .handledBy(this::list),
                Endpoint.post("/pools")
                        .with(poolId(), Param.string("comment").optional())
                        .allow(ALLOCATE)
                        .handledBy(this::create),
                Endpoint.put("/pools").with(changes()).allow(ALLOCATE).handledBy(this::change),
                Endpoint.delete("/pools").with(poolId()).allow(ALLOCATE).handledBy(this::remove),
                Endpoint.get("/pools/{poolid}")
                        .with(poolId(), Param.string("type").optional().oneOf(KINDS))
                        .allow(Permission.on("/pool/{poolid}", "Pool.Audit"))
                        .handledBy(this::read),
                Endpoint.put("/pools/{poolid}").with(changes()).allow(ALLOCATE).handledBy(this::change),
                Endpoint.delete("/pools/{poolid}")
                        .with(poolId())
                        .allow(ALLOCATE)
                        .handledBy(this::remove));
    }

    private static Param poolId() {
        return Param.string("poolid").format("pve-poolid");
    }

    private static List<Param> changes() {
        return List.of(
                poolId(),
                Param.bool("allow-move").optional().byDefault(false),
                Param.string("comment").optional(),
                Param.bool("delete").optional().byDefault(false),
                Param.string("storage").optional().format("pve-storage-id-list"),
                Param.string("vms").optional().format("pve-vmid-list"));
    }

    private Object list(Call call) {
        if (!call.text("poolid", "").isEmpty()) {
            Map<String, Object> one = new LinkedHashMap<>(describe(call));
            one.put("poolid", call.text("poolid"));
            return List.of(one);
        }
        List<Map<String, Object>> all = new ArrayList<>();
        users.pools().forEach((name, pool) -> {
            if (call.caller().may("/pool/" + name, "Pool.Audit")) {
                Map<String, Object> entry = comment(pool);
                entry.put("poolid", name);
                all.add(entry);
            }
        });
        return all;
    }

    private static Map<String, Object> comment(Pool pool) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (!pool.comment().isEmpty()) {
            entry.put("comment", pool.comment());
        }
        return entry;
    }

    private Object read(Call call) {
        Map<String, Object> one = new LinkedHashMap<>(describe(call));
        one.put("poolid", call.text("poolid"));
        return one;
    }

    private Map<String, Object> describe(Call call) {
        String name = call.text("poolid");
        Pool pool = Optional.ofNullable(users.pools().get(name))
                .orElseThrow(() -> ApiException.failure("pool '" + name + "' does not exist"));
        String kind = call.text("type", "");
        List<Map<String, Object>> members = new ArrayList<>();
        Set<VmId> there = Set.copyOf(cluster.guestIds());
        pool.guests().stream()
                .filter(there::contains)
                .map(cluster::guest)
                .filter(guest -> kind.isEmpty() || kind.equals(guest.get("type")))
                .forEach(members::add);
        if (kind.isEmpty() || kind.equals("storage")) {
            cluster.storages().stream()
                    .filter(storage -> pool.storages().contains(storage.id()))
                    .map(cluster::storage)
                    .forEach(members::add);
        }
        Map<String, Object> entry = comment(pool);
        entry.put("members", members);
        return entry;
    }

    private @Nullable Object create(Call call) {
        update.create(call);
        return null;
    }

    private @Nullable Object change(Call call) {
        update.change(call);
        return null;
    }

    private @Nullable Object remove(Call call) {
        Set<String> storages =
                cluster.storages().stream().map(Storage::id).collect(Collectors.toCollection(TreeSet::new));
        update.remove(call, Set.copyOf(cluster.guestIds()), storages);
        return null;
    }
}
