package phoenix.lab.vm;

import static phoenix.lab.rest.StandardParams.digest;
import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.snapshot;
import static phoenix.lab.rest.StandardParams.storage;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;

/**
 * Making, copying, growing and deleting VMs, and what else is asked of one.
 *
 * @see "PVE source: PVE/API2/Qemu.pm"
 */
final class VmEndpoints {
    private static final String ALL = "/nodes/{node}/qemu";
    private static final String ONE = ALL + "/{vmid}";

    private final VmContext vms;
    private final VmStatus status;
    private final VmCreation creation;
    private final VmCloning cloning;
    private final VmChanges changes;

    VmEndpoints(VmContext vms, VmStatus status, VmCreation creation, VmCloning cloning, VmChanges changes) {
        this.vms = vms;
        this.status = status;
        this.creation = creation;
        this.cloning = cloning;
        this.changes = changes;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ALL)
                        .with(node(), Param.bool("full").optional())
                        .allowAnyUser()
                        .asRoot()
                        .handledBy(this::list),
                create(),
                Endpoint.get(ONE).with(node(), vmid()).allowAnyUser().handledBy(this::index),
                Endpoint.delete(ONE)
                        .with(
                                node(),
                                vmid(),
                                Param.bool("skiplock").optional(),
                                Param.bool("purge").optional(),
                                Param.bool("destroy-unreferenced-disks")
                                        .optional()
                                        .byDefault(false))
                        .allow(Permission.on("/vms/{vmid}", "VM.Allocate"))
                        .handledBy(changes::destroy),
                cloneOf(),
                Endpoint.post(ONE + "/template")
                        .with(node(), vmid(), Param.string("disk").optional().oneOf(disks()))
                        .allow(Permission.on("/vms/{vmid}", "VM.Allocate"))
                        .handledBy(changes::template),
                Endpoint.put(ONE + "/resize")
                        .with(
                                node(),
                                vmid(),
                                digest(),
                                Param.bool("skiplock").optional(),
                                Param.string("disk").oneOf(disks()),
                                Param.string("size").pattern("\\+?\\d+(\\.\\d+)?[KMGT]?"))
                        .allow(Permission.on("/vms/{vmid}", "VM.Config.Disk"))
                        .handledBy(changes::resize),
                Endpoint.put(ONE + "/unlink")
                        .with(
                                node(),
                                vmid(),
                                Param.bool("force").optional(),
                                Param.string("idlist").format("pve-configid-list"))
                        .allow(Permission.on("/vms/{vmid}", "VM.Config.Disk"))
                        .handledBy(changes::unlink),
                Endpoint.get(ONE + "/feature")
                        .with(
                                node(),
                                vmid(),
                                snapshot().optional(),
                                Param.string("feature").oneOf("snapshot", "clone", "copy"))
                        .allow(Permission.on("/vms/{vmid}", "VM.Audit"))
                        .asRoot()
                        .handledBy(this::feature));
    }

    private Endpoint create() {
        List<Param> options = new ArrayList<>(VmOptions.all());
        return Endpoint.post(ALL)
                .with(options)
                .with(
                        node(),
                        vmid(),
                        Param.string("archive").optional().maxLength(255),
                        Param.integer("bwlimit").optional().defaultComputed().minimum(0),
                        Param.bool("force").optional().requires("archive"),
                        Param.string("import-working-storage").optional().format("pve-storage-id"),
                        Param.bool("live-restore").optional(),
                        Param.string("pool").optional().format("pve-poolid"),
                        Param.bool("start").optional().byDefault(false),
                        storage().optional(),
                        Param.bool("unique").optional().requires("archive"))
                .allowAnyUser()
                .handledBy(creation::create);
    }

    private Endpoint cloneOf() {
        Permission newOne = new Permission.Either(List.of(
                Permission.on("/vms/{newid}", "VM.Allocate"),
                new Permission.On("/pool/{pool}", List.of("VM.Allocate"), false, "pool")));
        return Endpoint.post(ONE + "/clone")
                .with(
                        node(),
                        vmid(),
                        vmid("newid"),
                        Param.string("name").optional().format("dns-name"),
                        Param.string("description").optional(),
                        Param.string("format").optional().oneOf("raw", "qcow2", "vmdk"),
                        Param.string("pool").optional().format("pve-poolid"),
                        snapshot().optional(),
                        storage().optional(),
                        Param.bool("full").optional(),
                        Param.string("target").optional().format("pve-node"),
                        Param.integer("bwlimit").optional().defaultComputed().minimum(0))
                .allow(new Permission.All(List.of(Permission.on("/vms/{vmid}", "VM.Clone"), newOne)))
                .handledBy(cloning::create);
    }

    private static String[] disks() {
        return Stream.of(
                        names("ide", 3),
                        names("scsi", 30),
                        names("virtio", 15),
                        names("sata", 5),
                        Stream.of("efidisk0", "tpmstate0"))
                .flatMap(names -> names)
                .toArray(String[]::new);
    }

    private static Stream<String> names(String bus, int last) {
        return IntStream.rangeClosed(0, last).mapToObj(i -> bus + i);
    }

    private Object list(Call call) {
        return status.all(call.flag("full")).entrySet().stream()
                .filter(entry -> call.caller().may("/vms/" + entry.getKey(), "VM.Audit"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Object index(Call call) {
        vms.files().load(call.vmid());
        return Stream.of(
                        "config",
                        "pending",
                        "status",
                        "clone",
                        "agent",
                        "cloudinit",
                        "snapshot",
                        "resize",
                        "template",
                        "firewall")
                .map(name -> Map.of("subdir", name))
                .toList();
    }

    private Object feature(Call call) {
        VmConfig config = vms.files().load(call.vmid());
        Optional<String> snapshot = call.find("snapname");
        Map<String, String> part =
                snapshot.<Map<String, String>>map(config::snapshot).orElse(config.current());
        boolean has = Drives.disks(part).stream()
                .allMatch(drive -> vms.volumes().has(call.text("feature"), drive.volumeId(), snapshot.isPresent()));
        return Map.of("hasFeature", has ? 1 : 0, "nodes", List.of(phoenix.lab.node.Node.NAME));
    }
}
