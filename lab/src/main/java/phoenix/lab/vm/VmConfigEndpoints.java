package phoenix.lab.vm;

import static phoenix.lab.rest.StandardParams.digest;
import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * A VM's configuration: read, change, see what waits for a restart.
 *
 * @see "PVE source: PVE/API2/Qemu.pm vm_config, vm_pending, update_vm"
 */
final class VmConfigEndpoints {
    private static final Set<String> NOT_OPTIONS = Set.of(
            "node",
            "vmid",
            "digest",
            "skiplock",
            "delete",
            "revert",
            "force",
            "background_delay",
            "import-working-storage");
    private static final Set<String> NUMBERS = Set.of("integer", "boolean");
    private static final Permission AUDIT = Permission.on("/vms/{vmid}", "VM.Audit");

    private final VmContext vms;
    private final VmUpdate update;
    private final VmDisks disks;

    VmConfigEndpoints(VmContext vms, VmUpdate update, VmDisks disks) {
        this.vms = vms;
        this.update = update;
        this.disks = disks;
    }

    List<Endpoint> endpoints() {
        String path = "/nodes/{node}/qemu/{vmid}/config";
        return List.of(
                Endpoint.get(path)
                        .with(
                                node(),
                                vmid(),
                                Param.bool("current").optional().byDefault(false),
                                Param.string("snapshot")
                                        .optional()
                                        .format("pve-configid")
                                        .maxLength(40))
                        .allow(AUDIT)
                        .handledBy(this::read),
                changing(Endpoint.put(path)).handledBy(this::change),
                changing(Endpoint.post(path))
                        .with(
                                Param.integer("background_delay")
                                        .optional()
                                        .minimum(1)
                                        .maximum(30),
                                Param.string("import-working-storage")
                                        .optional()
                                        .format("pve-storage-id"))
                        .handledBy(this::changeInTask),
                Endpoint.get("/nodes/{node}/qemu/{vmid}/pending")
                        .with(node(), vmid())
                        .allow(AUDIT)
                        .handledBy(this::pending));
    }

    private static Endpoint.Draft changing(Endpoint.Draft draft) {
        return draft.with(
                        node(),
                        vmid(),
                        digest(),
                        Param.string("delete").optional().format("pve-configid-list"),
                        Param.string("revert").optional().format("pve-configid-list"),
                        Param.bool("skiplock").optional(),
                        Param.bool("force").optional().requires("delete"))
                .with(VmOptions.all())
                .allow(Permission.onAny(
                        "/vms/{vmid}",
                        "VM.Config.Disk",
                        "VM.Config.CDROM",
                        "VM.Config.CPU",
                        "VM.Config.Memory",
                        "VM.Config.Network",
                        "VM.Config.HWType",
                        "VM.Config.Options",
                        "VM.Config.Cloudinit"));
    }

    /** Options as JSON: booleans and integers are numbers, all else is text. */
    static Map<String, Object> json(Map<String, String> options) {
        Map<String, Object> json = new LinkedHashMap<>();
        options.forEach((option, value) -> json.put(option, value(option, value)));
        return json;
    }

    private static Object value(String option, String value) {
        if (option.equals("cipassword")) {
            return Passwords.HIDDEN;
        }
        boolean number = option.equals("snaptime")
                || VmOptions.find(option)
                        .map(Param::type)
                        .filter(NUMBERS::contains)
                        .isPresent();
        return number && value.matches("[0-9]{1,18}") ? (Object) Long.parseLong(value) : value;
    }

    private Object read(Call call) {
        Optional<String> snapshot = call.find("snapshot");
        if (snapshot.isPresent() && call.flag("current")) {
            String both = "cannot use 'snapshot' parameter with 'current'";
            throw ApiException.parameters(Map.of("snapshot", both, "current", both));
        }
        VmConfig config = vms.files().load(call.vmid());
        SortedMap<String, String> options =
                new TreeMap<>(snapshot.map(config::snapshot).orElse(config.current()));
        if (snapshot.isEmpty() && !call.flag("current")) {
            options.putAll(config.pending());
            options.remove("delete");
            options.keySet().removeAll(config.pendingDeletes().keySet());
        }
        Map<String, Object> json = json(options);
        json.put("digest", config.digest());
        return json;
    }

    private @Nullable Object change(Call call) {
        Change change = Change.of(call);
        checkCall(call, change);
        Undo undo = new Undo();
        vms.holding(call.vmid(), () -> apply(call, change, undo));
        return null;
    }

    private Object changeInTask(Call call) {
        Change change = Change.of(call);
        checkCall(call, change);
        vms.holding(call.vmid(), () -> loaded(call));
        return vms.tasks()
                .start(
                        "qmconfig",
                        call.vmid().toString(),
                        call.caller(),
                        task -> vms.holding(call.vmid(), () -> apply(call, change, task.undo())))
                .toString();
    }

    private record Change(Map<String, String> options, List<String> delete, List<String> revert) {
        static Change of(Call call) {
            VmPowerEndpoints.skipsLock(call);
            Map<String, String> options = new TreeMap<>(call.values());
            List<String> delete = Formats.split(call.text("delete", "")).stream()
                    .map(option -> option.equals("cdrom") ? "ide2" : option)
                    .toList();
            List<String> revert = Formats.split(call.text("revert", ""));
            options.keySet().removeAll(NOT_OPTIONS);
            if (options.isEmpty() && delete.isEmpty() && revert.isEmpty()) {
                throw ApiException.failure("no options specified");
            }
            Optional.ofNullable(options.remove("cdrom")).ifPresent(cd -> options.put("ide2", cd + ",media=cdrom"));
            return new Change(options, delete, revert);
        }
    }

    /** What is refused without a look at the VM, whether there is one or not. */
    private void checkCall(Call call, Change change) {
        checkNames(change);
        VmRights rights = new VmRights(call.caller(), call.vmid(), Optional.empty());
        rights.checkNames(change.delete());
        rights.checkNames(change.options().keySet());
        Drives.of(change.options()).forEach(drive -> disks.check(call.caller(), call.vmid(), drive, Optional.empty()));
        rights.checkBridges(change.options());
    }

    private VmConfig loaded(Call call) {
        VmConfig config = vms.files().load(call.vmid());
        VmContext.checkDigest(call.find("digest"), config);
        if (!call.flag("skiplock")) {
            config.checkLock();
        }
        return config;
    }

    private void apply(Call call, Change change, Undo undo) {
        VmId id = call.vmid();
        VmConfig config = loaded(call);
        VmRights rights = new VmRights(call.caller(), id, Optional.empty());
        Map<String, String> before = config.current();
        change.delete().stream()
                .filter(option -> before.containsKey(option) || config.pending().containsKey(option))
                .forEach(option -> rights.checkValue(before, option, Optional.empty()));
        change.options().forEach((option, value) -> rights.checkValue(before, option, Optional.of(value)));
        try {
            Map<String, String> problems = update.run(
                    id,
                    config,
                    vms.runs(id),
                    new VmUpdate.Wish(change.options(), change.delete(), change.revert(), call.flag("force")),
                    undo);
            vms.files().write(id, config);
            undo.done();
            if (!problems.isEmpty()) {
                throw ApiException.parameters(problems);
            }
        } finally {
            undo.run(line -> {});
        }
    }

    private static void checkNames(Change change) {
        for (String option : change.revert()) {
            checkName("revert", option);
            if (change.options().containsKey(option)) {
                throw ApiException.parameter("delete", atOnce("-" + option, "-revert " + option));
            }
        }
        for (String option : change.delete()) {
            if (change.options().containsKey(option)) {
                throw ApiException.parameter("delete", atOnce("-" + option, "-delete " + option));
            }
            if (change.revert().contains(option)) {
                throw ApiException.parameter("revert", atOnce("-delete " + option, "-revert " + option));
            }
            checkName("delete", option);
        }
    }

    /** Proxmox opens one quote less than it closes. */
    private static String atOnce(String one, String other) {
        return "you can't use '" + one + "' and " + other + "' at the same time";
    }

    private static void checkName(String parameter, String option) {
        if (VmOptions.find(option).isEmpty()) {
            throw ApiException.parameter(parameter, "unknown option '" + option + "'");
        }
    }

    private Object pending(Call call) {
        VmConfig config = vms.files().load(call.vmid());
        Map<String, String> waiting = new TreeMap<>(config.pending());
        waiting.remove("delete");
        Map<String, Boolean> deletes = config.pendingDeletes();
        List<Map<String, Object>> all = new ArrayList<>();
        config.current().forEach((option, value) -> {
            Map<String, Object> entry = entry(option);
            entry.put("value", value(option, value));
            Optional.ofNullable(waiting.remove(option)).ifPresent(next -> entry.put("pending", value(option, next)));
            Optional.ofNullable(deletes.remove(option)).ifPresent(force -> entry.put("delete", force ? 2 : 1));
            all.add(entry);
        });
        waiting.forEach((option, value) -> {
            Map<String, Object> entry = entry(option);
            entry.put("pending", value(option, value));
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
