package phoenix.lab.guest;

import static phoenix.lab.rest.StandardParams.digest;
import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;
import phoenix.lab.task.Undo;
import phoenix.pve.VmId;

/**
 * A container's configuration: read, change, see what waits for a restart.
 *
 * @see "PVE source: PVE/API2/LXC/Config.pm"
 */
final class ConfigEndpoints {
    private static final long MOST_CPU_UNITS = 10_000;

    private final Guests guests;
    private final ConfigUpdate update;
    private final ModifyRights rights;

    ConfigEndpoints(Guests guests, ConfigUpdate update, ModifyRights rights) {
        this.guests = guests;
        this.update = update;
        this.rights = rights;
    }

    List<Endpoint> endpoints() {
        Permission audit = Permission.on("/vms/{vmid}", "VM.Audit");
        return List.of(
                Endpoint.get("/nodes/{node}/lxc/{vmid}/config")
                        .with(
                                node(),
                                vmid(),
                                Param.bool("current").optional().byDefault(false),
                                Param.string("snapshot")
                                        .optional()
                                        .format("pve-configid")
                                        .maxLength(40))
                        .allow(audit)
                        .handledBy(this::read),
                Endpoint.put("/nodes/{node}/lxc/{vmid}/config")
                        .with(
                                node(),
                                vmid(),
                                digest(),
                                Param.string("delete").optional().format("pve-configid-list"),
                                Param.string("revert").optional().format("pve-configid-list"))
                        .with(ContainerOptions.all())
                        .allow(Permission.onAny(
                                "/vms/{vmid}",
                                "VM.Config.Disk",
                                "VM.Config.CPU",
                                "VM.Config.Memory",
                                "VM.Config.Network",
                                "VM.Config.Options"))
                        .handledBy(this::change),
                Endpoint.get("/nodes/{node}/lxc/{vmid}/pending")
                        .with(node(), vmid())
                        .allow(audit)
                        .handledBy(this::pending));
    }

    /** What Proxmox makes of CPU units on hosts with version 2 of control groups. */
    static String clampedCpuUnits(String units) {
        return Long.toString(Math.min(Long.parseLong(units), MOST_CPU_UNITS));
    }

    private Object read(Call call) {
        Optional<String> snapshot = call.find("snapshot");
        if (snapshot.isPresent() && call.flag("current")) {
            String both = "cannot use 'snapshot' parameter with 'current'";
            throw ApiException.parameters(Map.of("snapshot", both, "current", both));
        }
        ContainerConfig config = guests.files().load(call.vmid());
        if (snapshot.isEmpty() && !call.flag("current")) {
            config.pending().options().forEach((option, value) -> {
                if (!option.equals("delete")) {
                    config.current().set(option, value);
                }
            });
            config.pendingDeletes().keySet().forEach(config.current()::remove);
        }
        Map<String, Object> json = ConfigJson.of(snapshot.map(config::snapshot).orElse(config.current()));
        json.put("digest", config.digest());
        return json;
    }

    private @Nullable Object change(Call call) {
        VmId id = call.vmid();
        Map<String, String> options = new TreeMap<>(call.values());
        List.of("node", "vmid", "digest").forEach(options::remove);
        if (options.isEmpty()) {
            throw ApiException.failure("no options specified");
        }
        List<String> delete =
                Formats.split(Optional.ofNullable(options.remove("delete")).orElse(""));
        List<String> revert =
                Formats.split(Optional.ofNullable(options.remove("revert")).orElse(""));
        options.computeIfPresent("cpuunits", (name, units) -> clampedCpuUnits(units));
        guests.holding(id, () -> change(call, id, options, delete, revert));
        return null;
    }

    private void change(Call call, VmId id, Map<String, String> options, List<String> delete, List<String> revert) {
        ContainerConfig config = guests.files().load(id);
        config.checkLock();
        Digests.check(call, config);
        Map<String, String> before = config.current().options();
        boolean unprivileged = config.current().flag("unprivileged");
        rights.check(call.caller(), id, Optional.empty(), before, Map.of(), delete, unprivileged);
        rights.check(call.caller(), id, Optional.empty(), before, Map.of(), revert, unprivileged);
        checkNames(options, delete, revert);
        rights.check(call.caller(), id, Optional.empty(), before, options, List.of(), unprivileged);
        Undo undo = new Undo();
        try {
            SortedMap<String, String> problems = update.run(id, config, guests.runs(id), options, delete, revert, undo);
            if (!problems.isEmpty()) {
                throw ApiException.parameters(problems);
            }
            guests.files().write(id, config);
            undo.done();
        } finally {
            undo.run(line -> {});
        }
    }

    private static void checkNames(Map<String, String> options, List<String> delete, List<String> revert) {
        for (String option : revert) {
            checkName("revert", option);
            if (options.containsKey(option)) {
                throw ApiException.parameter(
                        "revert", "you can't use '-" + option + "' and '-revert " + option + "' at the same time");
            }
        }
        for (String option : delete) {
            checkName("delete", option);
            if (options.containsKey(option)) {
                throw ApiException.parameter(
                        "delete", "you can't use '-" + option + "' and -delete " + option + "' at the same time");
            }
            if (revert.contains(option)) {
                throw ApiException.parameter(
                        "delete",
                        "you can't use '-delete " + option + "' and '-revert " + option + "' at the same time");
            }
        }
    }

    private static void checkName(String parameter, String option) {
        if (ContainerOptions.find(option).isEmpty()) {
            throw ApiException.parameter(parameter, "unknown option '" + option + "'");
        }
    }

    private Object pending(Call call) {
        ContainerConfig config = guests.files().load(call.vmid());
        Map<String, String> waiting = new TreeMap<>(config.pending().options());
        waiting.remove("delete");
        Map<String, Boolean> deletes = config.pendingDeletes();
        List<Map<String, Object>> all = new ArrayList<>();
        config.current().options().forEach((option, value) -> {
            Map<String, Object> entry = entry(option);
            entry.put("value", ConfigJson.value(option, value));
            Optional.ofNullable(waiting.remove(option))
                    .ifPresent(next -> entry.put("pending", ConfigJson.value(option, next)));
            Optional.ofNullable(deletes.remove(option)).ifPresent(force -> entry.put("delete", force ? 2 : 1));
            all.add(entry);
        });
        waiting.forEach((option, value) -> {
            Map<String, Object> entry = entry(option);
            entry.put("pending", ConfigJson.value(option, value));
            all.add(entry);
        });
        deletes.forEach((option, force) -> {
            Map<String, Object> entry = entry(option);
            entry.put("delete", force ? 2 : 1);
            all.add(entry);
        });
        Map<String, Object> digest = entry("digest");
        digest.put("value", config.digest());
        all.add(digest);
        return all;
    }

    private static Map<String, Object> entry(String option) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("key", option);
        return entry;
    }
}
