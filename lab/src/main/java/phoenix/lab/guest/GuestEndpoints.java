package phoenix.lab.guest;

import static phoenix.lab.rest.StandardParams.digest;
import static phoenix.lab.rest.StandardParams.node;
import static phoenix.lab.rest.StandardParams.snapshot;
import static phoenix.lab.rest.StandardParams.storage;
import static phoenix.lab.rest.StandardParams.vmid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import phoenix.lab.node.Containers;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Param;
import phoenix.pve.VmId;

/**
 * Making, copying, growing and deleting containers, and what else is asked of one.
 *
 * @see "PVE source: PVE/API2/LXC.pm"
 */
final class GuestEndpoints {
    private static final String ALL = "/nodes/{node}/lxc";
    private static final String ONE = ALL + "/{vmid}";
    private static final Permission AUDIT = Permission.on("/vms/{vmid}", "VM.Audit");

    private final Guests guests;
    private final GuestStatus status;
    private final Creation creation;
    private final Cloning cloning;
    private final Destruction destruction;
    private final Resizing resizing;
    private final TemplateConversion templates;

    GuestEndpoints(
            Guests guests,
            GuestStatus status,
            Creation creation,
            Cloning cloning,
            Destruction destruction,
            Resizing resizing,
            TemplateConversion templates) {
        this.guests = guests;
        this.status = status;
        this.creation = creation;
        this.cloning = cloning;
        this.destruction = destruction;
        this.resizing = resizing;
        this.templates = templates;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ALL).with(node()).allowAnyUser().asRoot().handledBy(this::list),
                create(),
                Endpoint.get(ONE).with(node(), vmid()).allowAnyUser().handledBy(this::index),
                Endpoint.delete(ONE)
                        .with(
                                node(),
                                vmid(),
                                Param.bool("force").optional().byDefault(false),
                                Param.bool("purge").optional().byDefault(false),
                                Param.bool("destroy-unreferenced-disks").optional())
                        .allow(Permission.on("/vms/{vmid}", "VM.Allocate"))
                        .handledBy(destruction::destroy),
                cloneOf(),
                Endpoint.post(ONE + "/template")
                        .with(node(), vmid())
                        .allow(Permission.on("/vms/{vmid}", "VM.Allocate"))
                        .handledBy(templates::convert),
                Endpoint.put(ONE + "/resize")
                        .with(
                                node(),
                                vmid(),
                                digest(),
                                Param.string("disk").oneOf(disks()),
                                Param.string("size").pattern("\\+?\\d+(\\.\\d+)?[KMGT]?"))
                        .allow(Permission.onAny("/vms/{vmid}", "VM.Config.Disk"))
                        .handledBy(resizing::resize),
                Endpoint.get(ONE + "/feature")
                        .with(
                                node(),
                                vmid(),
                                snapshot().optional(),
                                Param.string("feature").oneOf("snapshot", "clone", "copy"))
                        .allow(AUDIT)
                        .asRoot()
                        .handledBy(this::feature),
                Endpoint.get(ONE + "/interfaces")
                        .with(node(), vmid())
                        .allow(AUDIT)
                        .asRoot()
                        .handledBy(this::interfaces));
    }

    private Endpoint create() {
        return Endpoint.post(ALL)
                .with(ContainerOptions.all())
                .with(
                        node(),
                        vmid(),
                        Param.string("ostemplate").maxLength(255),
                        Param.string("password").optional().minLength(5),
                        storage().optional().byDefault("local"),
                        Param.bool("force").optional(),
                        Param.bool("restore").optional(),
                        Param.bool("unique").optional().requires("restore"),
                        Param.string("pool").optional().format("pve-poolid"),
                        Param.bool("ignore-unpack-errors").optional(),
                        Param.string("ssh-public-keys").optional(),
                        Param.number("bwlimit").optional().defaultComputed().minimum(0),
                        Param.bool("start").optional().byDefault(false))
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
                        Param.string("hostname").optional().format("dns-name"),
                        Param.string("description").optional(),
                        Param.string("pool").optional().format("pve-poolid"),
                        snapshot().optional(),
                        storage().optional(),
                        Param.bool("full").optional(),
                        Param.string("target").optional().format("pve-node"),
                        Param.number("bwlimit").optional().defaultComputed().minimum(0))
                .allow(new Permission.All(List.of(Permission.on("/vms/{vmid}", "VM.Clone"), newOne)))
                .handledBy(cloning::create);
    }

    private static String[] disks() {
        return Stream.concat(
                        Stream.of("rootfs"),
                        IntStream.rangeClosed(0, ContainerOptions.LAST_MOUNT_POINT)
                                .mapToObj(i -> "mp" + i))
                .toArray(String[]::new);
    }

    private Object list(Call call) {
        return status.all().entrySet().stream()
                .filter(entry -> call.caller().may("/vms/" + entry.getKey(), "VM.Audit"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Object index(Call call) {
        guests.files().load(call.vmid());
        return Stream.of("config", "pending", "status", "clone", "snapshot", "resize", "interfaces", "firewall")
                .map(name -> Map.of("subdir", name))
                .toList();
    }

    private Object feature(Call call) {
        ContainerConfig config = guests.files().load(call.vmid());
        Optional<String> snapshot = call.find("snapname");
        ContainerConfig.Part part = snapshot.map(config::snapshot).orElse(config.current());
        boolean has = Mounts.of(part).stream()
                .allMatch(mount -> mount.isVolume()
                        && guests.volumes().has(call.text("feature"), mount.volumeId(), snapshot.isPresent()));
        return Map.of("hasFeature", has ? 1 : 0);
    }

    private @Nullable Object interfaces(Call call) {
        VmId id = call.vmid();
        if (!guests.runs(id)) {
            return null;
        }
        return guests.containers().interfaces(id).stream()
                .map(GuestEndpoints::json)
                .toList();
    }

    private static Map<String, Object> json(Containers.Interface found) {
        Map<String, Object> json = new LinkedHashMap<>();
        List<Map<String, Object>> addresses = new ArrayList<>();
        json.put("name", found.name());
        json.put("hwaddr", found.hwaddr());
        json.put("hardware-address", found.hwaddr());
        address(json, addresses, "inet", found.inet());
        address(json, addresses, "inet6", found.inet6());
        json.put("ip-addresses", addresses);
        return json;
    }

    private static void address(
            Map<String, Object> json, List<Map<String, Object>> addresses, String family, String network) {
        int slash = network.indexOf('/');
        if (slash > 0) {
            json.put(family, network);
            addresses.add(Map.of(
                    "ip-address-type",
                    family,
                    "ip-address",
                    network.substring(0, slash),
                    "prefix",
                    network.substring(slash + 1)));
        }
    }
}
