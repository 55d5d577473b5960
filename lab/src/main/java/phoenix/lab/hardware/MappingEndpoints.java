package phoenix.lab.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.lab.rest.ApiException;
import phoenix.lab.rest.Call;
import phoenix.lab.rest.Endpoint;
import phoenix.lab.rest.Permission;
import phoenix.lab.schema.Formats;
import phoenix.lab.schema.Param;
import phoenix.lab.schema.PropertyFormat;

/**
 * The endpoints about the names by which VMs may have PCI devices.
 *
 * @see "PVE source: PVE/API2/Cluster/Mapping/PCI.pm"
 */
public final class MappingEndpoints {
    private static final String ALL = "/cluster/mapping/pci";
    private static final String ONE = ALL + "/{id}";
    private static final List<String> SEEING = List.of("Mapping.Modify", "Mapping.Use", "Mapping.Audit");
    private static final String DEVICE_IDS = "(?:^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}$)";
    private static final String PATH = "[a-f0-9]{4,}:[a-f0-9]{2}:[a-f0-9]{2}(?:.[a-f0-9])?";
    private static final PropertyFormat MAP = PropertyFormat.of(
            Param.string("node").format("pve-node"),
            Param.string("id").pattern(DEVICE_IDS),
            Param.string("subsystem-id").optional().pattern(DEVICE_IDS),
            Param.string("path").pattern("(?:" + PATH + ";)*" + PATH),
            Param.integer("iommugroup").optional(),
            Param.string("description").optional().maxLength(4096));

    private final PciMappings mappings;

    public MappingEndpoints(PciMappings mappings) {
        this.mappings = mappings;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(ALL)
                        .with(Param.string("check-node").optional().format("pve-node"))
                        .allowAnyUser()
                        .handledBy(this::list),
                Endpoint.post(ALL)
                        .with(id())
                        .with(options())
                        .with(Param.array("map", MAP))
                        .allow(Permission.on("/mapping/pci", "Mapping.Modify"))
                        .handledBy(this::create),
                Endpoint.get(ONE)
                        .with(id())
                        .allow(new Permission.Either(List.of(
                                Permission.on("/mapping/pci/{id}", "Mapping.Use"),
                                Permission.on("/mapping/pci/{id}", "Mapping.Modify"),
                                Permission.on("/mapping/pci/{id}", "Mapping.Audit"))))
                        .asRoot()
                        .handledBy(this::read),
                Endpoint.put(ONE)
                        .with(
                                id(),
                                Param.string("delete")
                                        .optional()
                                        .format("pve-configid-list")
                                        .maxLength(4096),
                                Param.string("digest").optional().maxLength(64))
                        .with(options())
                        .with(Param.array("map", MAP).optional())
                        .allow(Permission.on("/mapping/pci/{id}", "Mapping.Modify"))
                        .handledBy(this::change),
                Endpoint.delete(ONE)
                        .with(id())
                        .allow(Permission.on("/mapping/pci", "Mapping.Modify"))
                        .handledBy(this::remove));
    }

    private static Param id() {
        return Param.string("id").format("pve-configid");
    }

    private static List<Param> options() {
        return List.of(
                Param.string("description").optional().maxLength(4096),
                Param.bool("live-migration-capable").optional().byDefault(false),
                Param.bool("mdev").optional().byDefault(false));
    }

    private Object list(Call call) {
        Optional<String> node = call.find("check-node");
        String digest = mappings.digest();
        List<Map<String, Object>> all = new ArrayList<>();
        mappings.read().forEach((id, mapping) -> {
            if (SEEING.stream().anyMatch(right -> call.caller().may("/mapping/pci/" + id, right))) {
                Map<String, Object> entry = json(mapping, digest);
                entry.put("id", id);
                node.ifPresent(name -> entry.put("checks", checks(id, mapping, name)));
                all.add(entry);
            }
        });
        return all;
    }

    private static List<Map<String, String>> checks(String id, PciMappings.Mapping mapping, String node) {
        List<String> maps = mapping.mapsOf(node);
        if (maps.isEmpty()) {
            return List.of(Map.of("severity", "warning", "message", "No mapping for node " + node + "."));
        }
        return maps.stream()
                .flatMap(map -> PciMappings.problem(id, map).stream())
                .map(problem -> Map.of("severity", "error", "message", "Invalid configuration: " + problem + "\n"))
                .toList();
    }

    private static Map<String, Object> json(PciMappings.Mapping mapping, String digest) {
        Map<String, Object> json = new LinkedHashMap<>(mapping.options());
        json.put("type", "pci");
        json.put("map", mapping.maps());
        json.put("digest", digest);
        return json;
    }

    private Object read(Call call) {
        String id = call.text("id");
        return json(
                Optional.ofNullable(mappings.read().get(id))
                        .orElseThrow(() -> ApiException.failure("mapping '" + id + "' not found")),
                mappings.digest());
    }

    private @Nullable Object create(Call call) {
        String id = call.text("id");
        mappings.change(all -> {
            if (all.containsKey(id)) {
                throw ApiException.failure("create hardware mapping failed: pci ID '" + id + "' already defined");
            }
            all.put(id, new PciMappings.Mapping(given(call), call.list("map")));
        });
        return null;
    }

    private static Map<String, String> given(Call call) {
        Map<String, String> options = new LinkedHashMap<>();
        options().forEach(option -> call.find(option.name()).ifPresent(value -> options.put(option.name(), value)));
        return options;
    }

    private @Nullable Object change(Call call) {
        String id = call.text("id");
        mappings.change(all -> {
            PciMappings.Mapping before = Optional.ofNullable(all.get(id))
                    .orElseThrow(() ->
                            ApiException.failure("update hardware mapping failed: pci ID '" + id + "' does not exist"));
            call.find("digest")
                    .filter(digest -> !digest.equals(mappings.digest()))
                    .ifPresent(digest -> {
                        throw ApiException.failure(
                                "update hardware mapping failed: detected modified configuration - file"
                                        + " changed by other user? Try again.");
                    });
            Map<String, String> options = new LinkedHashMap<>(before.options());
            Formats.split(call.text("delete", "")).forEach(options::remove);
            options.putAll(given(call));
            List<String> maps = call.list("map");
            all.put(id, new PciMappings.Mapping(options, maps.isEmpty() ? before.maps() : maps));
        });
        return null;
    }

    private @Nullable Object remove(Call call) {
        mappings.change(all -> all.remove(call.text("id")));
        return null;
    }
}
