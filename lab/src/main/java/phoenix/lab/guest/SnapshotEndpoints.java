package phoenix.lab.guest;

import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.snapshot;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.pve.VmId;

/**
 * A container's snapshots.
 *
 * @see "PVE source: PVE/API2/LXC/Snapshot.pm"
 */
final class SnapshotEndpoints {
    private static final Set<String> RESERVED = Set.of("current", "vzdump");
    private static final Permission TAKING = Permission.on("/vms/{vmid}", "VM.Snapshot");

    private final Guests guests;
    private final Snapshots snapshots;
    private final Power power;

    SnapshotEndpoints(Guests guests, Snapshots snapshots, Power power) {
        this.guests = guests;
        this.snapshots = snapshots;
        this.power = power;
    }

    List<Endpoint> endpoints() {
        String all = "/nodes/{node}/lxc/{vmid}/snapshot";
        String one = all + "/{snapname}";
        return List.of(
                Endpoint.get(all)
                        .with(node(), vmid())
                        .allow(Permission.on("/vms/{vmid}", "VM.Audit"))
                        .asRoot()
                        .handledBy(this::list),
                Endpoint.post(all)
                        .with(
                                node(),
                                vmid(),
                                snapshot(),
                                Param.string("description").optional())
                        .allow(TAKING)
                        .handledBy(this::take),
                Endpoint.get(one)
                        .with(node(), vmid(), snapshot())
                        .allowAnyUser()
                        .handledBy(call -> List.of(Map.of("cmd", "rollback"), Map.of("cmd", "config"))),
                Endpoint.delete(one)
                        .with(node(), vmid(), snapshot(), Param.bool("force").optional())
                        .allow(TAKING)
                        .handledBy(this::delete),
                Endpoint.get(one + "/config")
                        .with(node(), vmid(), snapshot())
                        .allow(Permission.onAny("/vms/{vmid}", "VM.Snapshot", "VM.Snapshot.Rollback", "VM.Audit"))
                        .handledBy(this::read),
                Endpoint.put(one + "/config")
                        .with(
                                node(),
                                vmid(),
                                snapshot(),
                                Param.string("description").optional())
                        .allow(TAKING)
                        .handledBy(this::describe),
                Endpoint.post(one + "/rollback")
                        .with(
                                node(),
                                vmid(),
                                snapshot(),
                                Param.bool("start").optional().byDefault(false))
                        .allow(Permission.onAny("/vms/{vmid}", "VM.Snapshot", "VM.Snapshot.Rollback"))
                        .handledBy(this::rollBack));
    }

    private Object list(Call call) {
        VmId id = call.vmid();
        ContainerConfig config = guests.files().load(id);
        List<Map<String, Object>> all = new ArrayList<>();
        config.snapshots().forEach((name, part) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("description", part.get("description").orElse(""));
            entry.put("snaptime", Long.parseLong(part.get("snaptime").orElse("0")));
            List.of("parent", "snapstate").forEach(key -> part.get(key).ifPresent(value -> entry.put(key, value)));
            all.add(entry);
        });
        Map<String, Object> current = new LinkedHashMap<>();
        current.put("name", "current");
        current.put("description", "You are here!");
        current.put("digest", config.digest());
        current.put("running", guests.runs(id) ? 1 : 0);
        config.current().get("parent").ifPresent(parent -> current.put("parent", parent));
        all.add(current);
        return all;
    }

    private Object take(Call call) {
        VmId id = call.vmid();
        String name = call.text("snapname");
        if (RESERVED.contains(name)) {
            throw ApiException.failure("unable to use snapshot name '" + name + "' (reserved name)");
        }
        Optional<String> description = call.find("description");
        return guests.tasks()
                .start(
                        "vzsnapshot",
                        id.toString(),
                        call.caller(),
                        task -> snapshots.create(id, name, description, task))
                .toString();
    }

    private Object delete(Call call) {
        VmId id = call.vmid();
        String name = call.text("snapname");
        boolean force = call.flag("force");
        return guests.tasks()
                .start("vzdelsnapshot", id.toString(), call.caller(), task -> snapshots.delete(id, name, force, task))
                .toString();
    }

    private Object read(Call call) {
        ContainerConfig.Part part = guests.files().load(call.vmid()).snapshot(call.text("snapname"));
        Map<String, Object> json = ConfigJson.of(part);
        json.remove("lxc");
        return json;
    }

    private @Nullable Object describe(Call call) {
        String name = call.text("snapname");
        call.find("description")
                .ifPresent(text -> guests.change(call.vmid(), config -> {
                    config.checkLock();
                    config.snapshot(name).set("description", text);
                }));
        return null;
    }

    private Object rollBack(Call call) {
        VmId id = call.vmid();
        String name = call.text("snapname");
        boolean start = call.flag("start");
        return guests.tasks()
                .start("vzrollback", id.toString(), call.caller(), task -> {
                    snapshots.rollBack(id, name);
                    if (start) {
                        power.start(id, call.caller(), false);
                    }
                })
                .toString();
    }
}
