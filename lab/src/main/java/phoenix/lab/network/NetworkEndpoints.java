package phoenix.lab.network;

import static phoenix.lab.rest.StandardParams.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Answer;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;
import phoenix.lab.task.Tasks;

/**
 * The node's interfaces. Changes are staged in {@code interfaces.new} until they are applied or discarded.
 *
 * @see "PVE source: PVE/API2/Network.pm"
 */
public final class NetworkEndpoints {
    private static final Permission MODIFY = Permission.on("/nodes/{node}", "Sys.Modify");
    private static final String INITIAL = """
            auto lo
            iface lo inet loopback

            iface eth0 inet manual

            auto vmbr0
            iface vmbr0 inet static
            \taddress 10.186.0.2/24
            \tgateway 10.186.0.1
            \tbridge-ports eth0
            \tbridge-stp off
            \tbridge-fd 0
            """;

    private final Node node;
    private final Tasks tasks;

    public NetworkEndpoints(Node node, Tasks tasks) {
        this.node = node;
        this.tasks = tasks;
    }

    public List<Endpoint> endpoints() {
        String path = "/nodes/{node}/network";
        Param type = Param.string("type")
                .optional()
                .oneOf(
                        "bridge",
                        "bond",
                        "eth",
                        "alias",
                        "vlan",
                        "OVSBridge",
                        "OVSBond",
                        "OVSPort",
                        "OVSIntPort",
                        "vnet",
                        "any_bridge",
                        "any_local_bridge");
        return List.of(
                Endpoint.get(path).with(node(), type).allowAnyUser().handledBy(this::list),
                Endpoint.post(path)
                        .with(node(), NetworkParams.iface())
                        .with(NetworkParams.ALL)
                        .allow(MODIFY)
                        .handledBy(this::create),
                Endpoint.put(path).with(node()).allow(MODIFY).handledBy(this::apply),
                Endpoint.delete(path).with(node()).allow(MODIFY).handledBy(this::discard),
                Endpoint.get(path + "/{iface}")
                        .with(node(), NetworkParams.iface())
                        .allow(Permission.on("/nodes/{node}", "Sys.Audit"))
                        .handledBy(call -> json(call.text("iface"), found(staged(), call))),
                Endpoint.put(path + "/{iface}")
                        .with(node(), NetworkParams.iface())
                        .with(Param.string("delete").optional().format("pve-configid-list"))
                        .with(NetworkParams.ALL)
                        .allow(MODIFY)
                        .handledBy(this::change),
                Endpoint.delete(path + "/{iface}")
                        .with(node(), NetworkParams.iface())
                        .allow(MODIFY)
                        .handledBy(this::remove));
    }

    private Path file() {
        Path file = node.root().resolve("etc/network/interfaces");
        if (!Files.exists(file)) {
            try {
                Files.createDirectories(file.resolveSibling(""));
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot make the folder of " + file, failed);
            }
            WholeFile.write(file, INITIAL);
        }
        return file;
    }

    private Path stage() {
        return file().resolveSibling("interfaces.new");
    }

    private Interfaces staged() {
        return Interfaces.parse(WholeFile.read(Files.exists(stage()) ? stage() : file()));
    }

    private static SortedMap<String, String> found(Interfaces all, Call call) {
        return all.find(call.text("iface"))
                .orElseThrow(() -> ApiException.parameter("iface", "interface does not exist"));
    }

    private static Map<String, Object> json(String name, SortedMap<String, String> values) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("iface", name);
        values.forEach((option, value) -> json.put(option, value.equals("1") ? (Object) 1 : value));
        json.put("method", values.getOrDefault("method", "manual"));
        json.put("method6", values.getOrDefault("method6", "manual"));
        json.put("families", values.containsKey("cidr6") ? List.of("inet", "inet6") : List.of("inet"));
        address(json, "cidr", "address", "netmask");
        address(json, "cidr6", "address6", "netmask6");
        return json;
    }

    private static void address(Map<String, Object> json, String cidr, String address, String netmask) {
        String value = String.valueOf(json.getOrDefault(cidr, ""));
        if (value.contains("/")) {
            json.put(address, value.substring(0, value.indexOf('/')));
            json.put(netmask, value.substring(value.indexOf('/') + 1));
        }
    }

    private Object list(Call call) {
        if (Files.exists(stage())) {
            call.changes(LineDiff.of(
                    "/etc/network/interfaces",
                    WholeFile.read(file()),
                    "/etc/network/interfaces.new",
                    WholeFile.read(stage())));
        }
        String type = call.text("type", "");
        Interfaces inForce = Interfaces.parse(WholeFile.read(file()));
        return staged().byName().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("lo"))
                .filter(entry -> type.isEmpty()
                        || type.equals(entry.getValue().get("type"))
                        || (type.startsWith("any_")
                                && "bridge".equals(entry.getValue().get("type"))))
                .map(entry -> {
                    Map<String, Object> json = json(entry.getKey(), entry.getValue());
                    inForce.find(entry.getKey()).ifPresent(there -> json.put("active", 1));
                    return json;
                })
                .toList();
    }

    private void stage(UnaryOperator<Interfaces> change) {
        synchronized (tasks) {
            WholeFile.write(stage(), change.apply(staged()).print());
        }
    }

    private static SortedMap<String, String> given(Call call, Interfaces all) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Param param : NetworkParams.ALL) {
            call.find(param.name()).ifPresent(value -> values.put(param.name(), value));
        }
        netmask(values, "address", "netmask", "cidr");
        netmask(values, "address6", "netmask6", "cidr6");
        for (String gateway : List.of("gateway", "gateway6")) {
            if (values.containsKey(gateway)) {
                all.byName().forEach((name, other) -> {
                    if (!name.equals(call.text("iface")) && other.containsKey(gateway)) {
                        throw ApiException.parameter(
                                gateway, "Default gateway already exists on interface '" + name + "'.");
                    }
                });
            }
        }
        values.put("method", values.containsKey("cidr") ? "static" : "manual");
        if (values.containsKey("cidr6")) {
            values.put("method6", "static");
        }
        if (call.text("type").equals("bridge")) {
            values.putIfAbsent("bridge_ports", "");
            values.put("bridge_stp", "off");
            values.put("bridge_fd", "0");
        }
        return values;
    }

    private static void netmask(Map<String, String> values, String address, String netmask, String cidr) {
        String given = values.remove(address);
        String mask = values.remove(netmask);
        if (given != null && mask != null && !values.containsKey(cidr)) {
            values.put(cidr, given + "/" + (mask.contains(".") ? prefix(mask) : mask));
        }
    }

    private static int prefix(String mask) {
        int bits = 0;
        for (String part : mask.split("\\.")) {
            bits += Integer.bitCount(Integer.parseInt(part));
        }
        return bits;
    }

    private @Nullable Object create(Call call) {
        stage(all -> {
            if (all.byName().containsKey(call.text("iface"))) {
                throw ApiException.parameter("iface", "interface already exists");
            }
            return all.with(call.text("iface"), given(call, all));
        });
        return null;
    }

    /** As on Proxmox, an interface that is sent without an address has none afterwards. */
    private @Nullable Object change(Call call) {
        stage(all -> {
            SortedMap<String, String> values = new TreeMap<>(found(all, call));
            values.keySet().removeAll(Set.of("cidr", "cidr6", "method", "method6"));
            values.keySet().removeAll(Set.copyOf(Formats.split(call.text("delete", ""))));
            values.putAll(given(call, all));
            return all.with(call.text("iface"), values);
        });
        return null;
    }

    private @Nullable Object remove(Call call) {
        stage(all -> {
            found(all, call);
            return all.without(call.text("iface"));
        });
        return null;
    }

    private Object apply(Call call) {
        return tasks.start("srvreload", "networking", call.caller(), task -> {
                    putInForce();
                    Answer reloaded = node.run(List.of("ifreload", "-a"));
                    reloaded.error().lines().forEach(task::log);
                    if (!reloaded.succeeded()) {
                        throw ApiException.failure("command 'ifreload -a' failed: exit code " + reloaded.code());
                    }
                })
                .toString();
    }

    private void putInForce() {
        try {
            if (Files.exists(stage())) {
                Files.move(stage(), file(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot put " + stage() + " in force", failed);
        }
    }

    private @Nullable Object discard(Call call) {
        try {
            Files.deleteIfExists(stage());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + stage(), failed);
        }
        return null;
    }
}
