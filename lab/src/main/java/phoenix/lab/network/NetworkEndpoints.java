package phoenix.lab.network;

import static phoenix.lab.rest.StandardParams.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                        .handledBy(call -> shown(call.text("iface"), found(staged(), call))),
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

    private static Interface found(Interfaces all, Call call) {
        return all.find(call.text("iface"))
                .orElseThrow(() -> ApiException.parameter("iface", "interface does not exist"));
    }

    private Map<String, Object> shown(String name, Interface one) {
        Map<String, Object> json = one.json();
        if (Interfaces.parse(WholeFile.read(file())).find(name).isPresent()) {
            json.put("active", 1);
        }
        return json;
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
        return staged().byName().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("lo"))
                .filter(entry -> isShown(call, entry.getKey(), entry.getValue()))
                .filter(entry -> type.isEmpty()
                        || type.equals(entry.getValue().type())
                        || (type.startsWith("any_") && entry.getValue().type().equals("bridge")))
                .map(entry -> {
                    Map<String, Object> json = shown(entry.getKey(), entry.getValue());
                    json.put("iface", entry.getKey());
                    return json;
                })
                .toList();
    }

    /** A bridge is for those who may use it or look at it. */
    private static boolean isShown(Call call, String name, Interface one) {
        return !one.type().equals("bridge")
                || call.caller().mayAny("/sdn/zones/localnetwork/" + name, List.of("SDN.Audit", "SDN.Use"));
    }

    private void stage(UnaryOperator<Interfaces> change) {
        synchronized (tasks) {
            WholeFile.write(stage(), change.apply(staged()).print());
        }
    }

    /** What a call says of an interface, an address and its mask apart. */
    private static SortedMap<String, String> given(Call call, Interfaces all) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Param param : NetworkParams.ALL) {
            call.find(param.name()).ifPresent(value -> values.put(param.name(), value));
        }
        for (String suffix : List.of("", "6")) {
            String cidr = values.remove("cidr" + suffix);
            if (cidr != null) {
                for (String part : List.of("address" + suffix, "netmask" + suffix)) {
                    if (values.containsKey(part)) {
                        throw ApiException.parameter(part, part + " conflicts with cidr" + suffix);
                    }
                }
                values.put("address" + suffix, cidr.substring(0, cidr.indexOf('/')));
                values.put("netmask" + suffix, cidr.substring(cidr.indexOf('/') + 1));
            }
            values.put("method" + suffix, values.containsKey("address" + suffix) ? "static" : "manual");
        }
        checkGateways(call, values, all);
        checkPorts(call, values, all);
        values.computeIfPresent("bridge_vids", (name, list) -> String.join(" ", Formats.split(list)));
        return values;
    }

    private static void checkGateways(Call call, Map<String, String> values, Interfaces all) {
        Map.of("gateway", "Default gateway", "gateway6", "Default ipv6 gateway").forEach((name, words) -> {
            if (values.containsKey(name)) {
                all.byName().forEach((other, one) -> {
                    if (!other.equals(call.text("iface")) && one.get(name).isPresent()) {
                        throw ApiException.parameter(name, words + " already exists on interface '" + other + "'.");
                    }
                });
            }
        });
    }

    private static void checkPorts(Call call, SortedMap<String, String> values, Interfaces all) {
        List<String> wanted = Interface.NEW.with(values).ports();
        String name = values.containsKey("bridge_ports") ? "bridge_ports" : "slaves";
        all.byName().forEach((other, one) -> {
            if (!other.equals(call.text("iface"))) {
                wanted.stream().filter(one.ports()::contains).findFirst().ifPresent(port -> {
                    throw ApiException.parameter(name, port + " is already used on interface '" + other + "'.");
                });
            }
        });
    }

    /** The stanzas that an interface gets: those for which the call names an address. */
    private static List<String> families(Map<String, String> given) {
        List<String> families = new ArrayList<>();
        if (given.containsKey("address")) {
            families.add("inet");
        }
        if (given.containsKey("address6")) {
            families.add("inet6");
        }
        return families.isEmpty() ? List.of("inet") : families;
    }

    private @Nullable Object create(Call call) {
        stage(all -> {
            if (all.byName().containsKey(call.text("iface"))) {
                throw ApiException.parameter("iface", "interface already exists");
            }
            SortedMap<String, String> given = given(call, all);
            if (call.text("type").startsWith("OVS")) {
                throw ApiException.failure("Open VSwitch is not installed (need package 'openvswitch-switch')");
            }
            return all.with(call.text("iface"), Interface.NEW.with(given).in(families(given)));
        });
        return null;
    }

    /**
     * What the call does not name stays as it is, with one exception: the methods follow from the addresses that it names. An interface that is
     * sent without any keeps its address and is {@code manual}, and one that is sent without its IPv6 address loses that stanza.
     */
    private @Nullable Object change(Call call) {
        stage(all -> {
            Interface before = found(all, call);
            SortedMap<String, String> values = new TreeMap<>(before.values());
            for (String name : Formats.split(call.text("delete", ""))) {
                if (name.startsWith("cidr")) {
                    String suffix = name.substring("cidr".length());
                    values.remove("address" + suffix);
                    values.remove("netmask" + suffix);
                } else if (!name.startsWith("address")) {
                    // An address alone comes back: Proxmox has it in its cidr as well.
                    values.remove(name);
                }
            }
            SortedMap<String, String> given = given(call, all);
            values.putAll(given);
            return all.with(call.text("iface"), before.with(values).in(families(given)));
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
