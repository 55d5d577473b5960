package phoenix.lab.vm;

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
 * A VM's snapshots.
 *
 * @see "PVE source: PVE/API2/Qemu.pm"
 */
final class VmSnapshotEndpoints {
    private static final Set<String> RESERVED = Set.of("current", "pending");
    private static final Permission TAKING = Permission.on("/vms/{vmid}", "VM.Snapshot");

    private final VmContext vms;
    private final VmSnapshots snapshots;

    VmSnapshotEndpoints(VmContext vms, VmSnapshots snapshots) {
        this.vms = vms;
        this.snapshots = snapshots;
    }

    List<Endpoint> endpoints() {
        String all = "/nodes/{node}/qemu/{vmid}/snapshot";
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
                                Param.string("description").optional(),
                                Param.bool("vmstate").optional())
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
                        .handledBy(call -> VmConfigEndpoints.json(
                                vms.files().load(call.vmid()).snapshot(call.text("snapname")))),
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
        VmConfig config = vms.files().load(id);
        List<Map<String, Object>> all = new ArrayList<>();
        config.snapshots().forEach((name, part) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("description", part.getOrDefault("description", ""));
            entry.put("snaptime", Long.parseLong(part.getOrDefault("snaptime", "0")));
            entry.put("vmstate", part.containsKey("vmstate") ? 1 : 0);
            List.of("parent", "snapstate")
                    .forEach(key -> Optional.ofNullable(part.get(key)).ifPresent(value -> entry.put(key, value)));
            all.add(entry);
        });
        Map<String, Object> current = new LinkedHashMap<>();
        current.put("name", "current");
        current.put("description", "You are here!");
        current.put("digest", config.digest());
        current.put("running", vms.runs(id) ? 1 : 0);
        config.get("parent").ifPresent(parent -> current.put("parent", parent));
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
        boolean memory = call.flag("vmstate");
        return vms.tasks()
                .start(
                        "qmsnapshot",
                        id.toString(),
                        call.caller(),
                        task -> snapshots.create(id, name, description, memory, task))
                .toString();
    }

    private Object delete(Call call) {
        VmId id = call.vmid();
        String name = call.text("snapname");
        boolean force = call.flag("force");
        return vms.tasks()
                .start("qmdelsnapshot", id.toString(), call.caller(), task -> snapshots.delete(id, name, force, task))
                .toString();
    }

    private @Nullable Object describe(Call call) {
        String name = call.text("snapname");
        call.find("description")
                .ifPresent(text -> vms.change(call.vmid(), config -> {
                    config.checkLock();
                    config.snapshot(name).put("description", text.strip());
                }));
        return null;
    }

    private Object rollBack(Call call) {
        VmId id = call.vmid();
        String name = call.text("snapname");
        boolean start = call.flag("start");
        return vms.tasks()
                .start("qmrollback", id.toString(), call.caller(), task -> snapshots.rollBack(id, name, start, task))
                .toString();
    }
}
