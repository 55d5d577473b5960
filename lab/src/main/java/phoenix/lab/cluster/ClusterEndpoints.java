package phoenix.lab.cluster;

import static phoenix.lab.rest.StandardParams.vmid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.lab.access.Pool;
import phoenix.lab.access.UserStore;
import phoenix.lab.guest.KnownGuests;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.lab.storage.Storage;
import phoenix.lab.storage.StorageListing;
import phoenix.lab.storage.Storages;
import phoenix.pve.VmId;

/**
 * The endpoints about the whole cluster.
 *
 * @see "PVE source: PVE/API2/Cluster.pm"
 */
public final class ClusterEndpoints {
    private static final int LOWEST_ID = 100;
    private static final int HIGHEST_ID = 999_999;
    private static final List<String> FIGURES =
            List.of("uptime", "cpu", "maxmem", "mem", "maxdisk", "disk", "netin", "netout", "diskread", "diskwrite");

    private final KnownGuests guests;
    private final Broadcast broadcast;
    private final Storages storages;
    private final StorageListing listing;
    private final UserStore users;
    private final Path root;

    /**
     * @param users knows the pools
     * @param root the node's file tree
     */
    public ClusterEndpoints(
            KnownGuests guests,
            Broadcast broadcast,
            Storages storages,
            StorageListing listing,
            UserStore users,
            Path root) {
        this.users = users;
        this.root = root;
        this.guests = guests;
        this.broadcast = broadcast;
        this.storages = storages;
        this.listing = listing;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/version").allowAnyUser().handledBy(call -> Release.json()),
                Endpoint.get("/cluster/nextid")
                        .with(vmid().optional())
                        .allowAnyUser()
                        .handledBy(this::nextId),
                Endpoint.get("/cluster/resources")
                        .with(Param.string("type").optional().oneOf("vm", "storage", "node", "sdn"))
                        .allowAnyUser()
                        .handledBy(this::resources),
                Endpoint.get("/cluster/status")
                        .allow(Permission.on("/", "Sys.Audit"))
                        .asRoot()
                        .handledBy(call -> List.of(nodeStatus())));
    }

    private static Map<String, Object> nodeStatus() {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("type", "node");
        node.put("id", "node/" + Node.NAME);
        node.put("name", Node.NAME);
        node.put("ip", "127.0.0.1");
        node.put("local", 1);
        node.put("nodeid", 0);
        node.put("online", 1);
        node.put("level", "");
        return node;
    }

    /** The lowest free number, as a text, as Proxmox gives it. Nothing is reserved by it. */
    private Object nextId(Call call) {
        List<VmId> taken = guests.ids();
        Optional<VmId> wish = call.find("vmid").map(VmId::parse);
        if (wish.isPresent()) {
            if (taken.contains(wish.get())) {
                throw ApiException.parameter("vmid", "VM " + wish.get() + " already exists");
            }
            return wish.get().toString();
        }
        for (int i = LOWEST_ID; i <= HIGHEST_ID; i++) {
            if (!taken.contains(new VmId(i))) {
                return Integer.toString(i);
            }
        }
        throw ApiException.failure("unable to get any free VMID in range [100, 1000000]");
    }

    private Object resources(Call call) {
        String type = call.text("type", "");
        List<Map<String, Object>> found = new ArrayList<>();
        Map<VmId, Map<String, Object>> states = broadcast.states();
        if (type.isEmpty()) {
            users.pools().forEach((name, pool) -> {
                if (call.caller().may("/pool/" + name, "Pool.Audit")) {
                    found.add(pool(name, pool, states));
                }
            });
        }
        if (type.isEmpty() || type.equals("vm")) {
            for (VmId id : guests.ids()) {
                if (call.caller().may("/vms/" + id, "VM.Audit")) {
                    Map<String, Object> entry = guest(id, Optional.ofNullable(states.get(id)));
                    entry.putAll(guests.lockAndTags(id));
                    users.poolOf(id)
                            .filter(pool -> call.caller().may("/pool/" + pool, "Pool.Audit"))
                            .ifPresent(pool -> entry.put("pool", pool));
                    found.add(entry);
                }
            }
        }
        if (type.isEmpty() || type.equals("node")) {
            Map<String, Object> node =
                    NodeEndpoints.summary(root, call.caller().may("/nodes/" + Node.NAME, "Sys.Audit"));
            node.put("cgroup-mode", Machine.controlGroupVersion());
            found.add(node);
        }
        if (type.isEmpty() || type.equals("storage")) {
            for (Storage storage : storages.all()) {
                if (!storage.isDisabled() && call.caller().may("/storage/" + storage.id(), "Datastore.Audit")) {
                    found.add(storage(storage));
                }
            }
        }
        boolean sdn = type.isEmpty() || type.equals("sdn");
        if (sdn && call.caller().may("/sdn/zones/localnetwork", "SDN.Audit")) {
            found.add(network());
        }
        return found;
    }

    /** A pool, with what its running guests use of the node together. */
    private Map<String, Object> pool(String name, Pool pool, Map<VmId, Map<String, Object>> states) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", "/pool/" + name);
        entry.put("pool", name);
        entry.put("type", "pool");
        List<Map<String, Object>> running = pool.guests().stream()
                .filter(guests.ids()::contains)
                .map(id -> guest(id, Optional.ofNullable(states.get(id))))
                .filter(guest -> figure(guest, "uptime") > 0)
                .toList();
        if (!running.isEmpty()) {
            double processors = sum(running, "maxcpu");
            double busy = running.stream()
                    .mapToDouble(guest -> figure(guest, "cpu") * figure(guest, "maxcpu"))
                    .sum();
            entry.put(
                    "uptime",
                    KnownGuests.plain(running.stream()
                            .mapToDouble(guest -> figure(guest, "uptime"))
                            .max()
                            .orElse(0)));
            entry.put("mem", KnownGuests.plain(sum(running, "mem")));
            entry.put("maxmem", KnownGuests.plain(sum(running, "maxmem")));
            entry.put("cpu", KnownGuests.plain(busy / processors));
            entry.put("maxcpu", KnownGuests.plain(processors));
        }
        return entry;
    }

    private static double sum(List<Map<String, Object>> guests, String name) {
        return guests.stream().mapToDouble(guest -> figure(guest, name)).sum();
    }

    /** A figure of a guest, which may be text; 0 if there is none. */
    private static double figure(Map<String, Object> guest, String name) {
        return Double.parseDouble(String.valueOf(guest.getOrDefault(name, 0)));
    }

    List<VmId> guestIds() {
        return guests.ids();
    }

    List<Storage> storages() {
        return storages.all();
    }

    Map<String, Object> guest(VmId id) {
        return guest(id, Optional.ofNullable(broadcast.states().get(id)));
    }

    /** What the last broadcast said of a guest: everything of one that was known by then, also where it has no figure. */
    private Map<String, Object> guest(VmId id, Optional<Map<String, Object>> known) {
        Map<String, Object> entry = new LinkedHashMap<>();
        String type = guests.type(id);
        entry.put("id", type + "/" + id);
        entry.put("vmid", id.value());
        entry.put("node", Node.NAME);
        entry.put("type", type);
        entry.put("status", "unknown");
        known.ifPresent(state -> {
            entry.put("name", state.getOrDefault("name", ""));
            // A VM's is QEMU's own word: paused, prelaunch...
            entry.put("status", state.getOrDefault("qmpstatus", state.getOrDefault("status", "stopped")));
            entry.put("template", state.containsKey("template") ? 1 : 0);
            FIGURES.forEach(name -> entry.put(name, KnownGuests.plain(figure(state, name))));
            entry.put("maxcpu", KnownGuests.plain(figure(state, "cpus")));
        });
        return entry;
    }

    Map<String, Object> storage(Storage storage) {
        StorageListing.State state = listing.state(storage);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", "storage/" + Node.NAME + "/" + storage.id());
        entry.put("storage", storage.id());
        entry.put("node", Node.NAME);
        entry.put("type", "storage");
        entry.put("plugintype", storage.type());
        entry.put("status", "available");
        entry.put("shared", storage.isShared() ? 1 : 0);
        entry.put("content", String.join(",", storage.content()));
        entry.put("maxdisk", state.total());
        entry.put("disk", state.used());
        return entry;
    }

    private static Map<String, Object> network() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", "sdn/" + Node.NAME + "/localnetwork");
        entry.put("sdn", "localnetwork");
        entry.put("node", Node.NAME);
        entry.put("type", "sdn");
        entry.put("status", "ok");
        return entry;
    }
}
