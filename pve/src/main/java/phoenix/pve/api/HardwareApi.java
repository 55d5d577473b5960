package phoenix.pve.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Requests about a node's PCI devices, and the names by which VMs may have them. */
public final class HardwareApi {
    private static final String MAPPINGS = "/cluster/mapping/pci";

    private HardwareApi() {}

    /**
     * The devices of a node, without memory controllers, bridges and processors.
     *
     * @see "PVE API: GET /nodes/{node}/hardware/pci"
     */
    public static Request<List<PciDevice>> pciDevices(String node) {
        return Request.of(
                Method.GET,
                NodeApi.path(node) + "/hardware/pci",
                Map.of(),
                "list the PCI devices of " + node,
                data -> Json.list(data, PciDevice::read));
    }

    /**
     * The resource mappings that the caller may see, each with its maps: property strings, one for each device.
     *
     * @see "PVE API: GET /cluster/mapping/pci"
     */
    public static Request<Map<String, List<String>>> pciMappings() {
        return Request.of(Method.GET, MAPPINGS, Map.of(), "list the resource mappings of PCI devices", data -> {
            Map<String, List<String>> mappings = new HashMap<>();
            Json.list(data, mapping -> mapping)
                    .forEach(mapping -> mappings.put(
                            Json.text(mapping, "id"),
                            StreamSupport.stream(mapping.path("map").spliterator(), false)
                                    .map(map -> map.asString(""))
                                    .toList()));
            return mappings;
        });
    }

    /**
     * Makes a resource mapping. One of that name is an error.
     *
     * @param map a property string that names node, path, IDs and IOMMU group
     * @see "PVE API: POST /cluster/mapping/pci"
     */
    public static Request<Done> createPciMapping(String id, String map) {
        return Request.of(
                Method.POST, MAPPINGS, Map.of("id", id, "map", map), "make the resource mapping " + id, Done::read);
    }
}
