package phoenix.orchestrator.actual;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import phoenix.pve.PropertyString;
import phoenix.pve.api.PciDevice;

/**
 * A node's PCI devices, as far as VMs may have them.
 *
 * @param devices every function, in the order of the addresses
 * @param mappings the resource mappings of the cluster, each with its maps
 * @param drivers the driver of the node's that has a function now, by address; empty where nothing could look
 */
public record PciHardware(
        String node, List<PciDevice> devices, Map<String, List<String>> mappings, Map<String, String> drivers) {
    public PciHardware {
        devices = devices.stream()
                .sorted(Comparator.comparing(PciDevice::address))
                .toList();
        mappings = Map.copyOf(mappings);
        drivers = Map.copyOf(drivers);
    }

    /** The functions at an address; a slot's without a function. */
    public List<PciDevice> at(String address) {
        return devices.stream()
                .filter(device ->
                        device.address().equals(address) || device.slot().equals(address))
                .toList();
    }

    /** The node's graphics cards of NVIDIA's, in the order in which the driver counts them. */
    public List<PciDevice> graphics() {
        return devices.stream().filter(PciDevice::isNvidiaGraphics).toList();
    }

    /** The functions that a mapping may give away on this node; none if there is no such mapping. */
    public List<PciDevice> mapped(String mapping) {
        return mappings.getOrDefault(mapping, List.of()).stream()
                .map(map -> PropertyString.parse(map, ""))
                .filter(map -> map.get("node").filter(node::equals).isPresent())
                .flatMap(map -> Stream.of(map.get("path").orElse("").split(";")))
                .flatMap(path -> at(path).stream())
                .toList();
    }

    /** What a mapping of a whole card says of it. */
    public String map(PciDevice first) {
        return "id=" + first.ids() + ",iommugroup=" + first.group() + ",node=" + node + ",path=" + first.slot()
                + Optional.of(first.subsystemIds())
                        .filter(ids -> !ids.isEmpty())
                        .map(ids -> ",subsystem-id=" + ids)
                        .orElse("");
    }

    /** What goes with a function, because the IOMMU cannot tell them apart; its own card's functions are not counted. */
    public List<PciDevice> siblings(PciDevice device) {
        return devices.stream()
                .filter(other ->
                        other.group() == device.group() && !other.slot().equals(device.slot()))
                .toList();
    }
}
