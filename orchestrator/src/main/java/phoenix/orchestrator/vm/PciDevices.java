package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import phoenix.orchestrator.actual.PciHardware;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.pve.api.PciDevice;

/**
 * The devices of the node that a VM gets for itself, as {@code hostpci[n]}. A device by its address is something that only
 * {@code root@pam} may set; a resource mapping needs no such right. GPUs by index are the mappings {@code gpu0}, {@code gpu1}..., which are
 * made where they are not there.
 */
final class PciDevices {
    private static final String ADDRESS = "([0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}(\\.[0-7])?";

    private PciDevices() {}

    /** The options; empty if the VM gets no device. */
    static Map<String, String> options(DesiredVm want) {
        Map<String, String> options = new TreeMap<>();
        int index = 0;
        for (String device : of(want)) {
            String which = isAddress(device) ? "host=" + device : "mapping=" + device;
            options.put("hostpci" + index++, which + ",pcie=1");
        }
        return options;
    }

    /** Addresses in full, and names of mappings. */
    static List<String> of(DesiredVm want) {
        List<String> devices = new ArrayList<>();
        if (want.hardware().gpus() != null) {
            want.hardware().gpus().forEach(gpu -> devices.add("gpu" + gpu));
        }
        if (want.hardware().pciDevices() != null) {
            want.hardware().pciDevices().forEach(device -> devices.add(full(device)));
        }
        return devices;
    }

    static boolean isAddress(String device) {
        return device.matches(ADDRESS);
    }

    /** The number of a GPU that is wanted by it. */
    static Optional<Integer> gpuIndex(String device) {
        return device.matches("gpu[0-9]{1,2}") ? Optional.of(Integer.valueOf(device.substring(3))) : Optional.empty();
    }

    /** What the node would give away for one of {@link #of}; none if it has nothing of the kind. A GPU has its mapping made first, unless there is one. */
    static List<PciDevice> functions(String device, PciHardware hardware) {
        if (isAddress(device)) {
            return hardware.at(device);
        }
        return hardware.mappings().containsKey(device)
                ? hardware.mapped(device)
                : gpu(device, hardware).map(first -> hardware.at(first.slot())).orElse(List.of());
    }

    private static Optional<PciDevice> gpu(String device, PciHardware hardware) {
        List<PciDevice> all = hardware.graphics();
        return gpuIndex(device).filter(index -> index < all.size()).map(all::get);
    }

    /** The maps of the mappings that are still to be made, by their names. */
    static Map<String, String> newMappings(DesiredVm want, PciHardware hardware) {
        Map<String, String> maps = new TreeMap<>();
        of(want).stream()
                .filter(device -> !hardware.mappings().containsKey(device))
                .forEach(device -> gpu(device, hardware).ifPresent(first -> maps.put(device, hardware.map(first))));
        return maps;
    }

    /** What somebody should know of the devices before the VM starts with them. */
    static List<String> remarks(DesiredVm want, PciHardware hardware) {
        List<String> remarks = new ArrayList<>();
        for (String device : of(want)) {
            List<PciDevice> functions = functions(device, hardware);
            functions.stream()
                    .findFirst()
                    .map(hardware::siblings)
                    .filter(siblings -> !siblings.isEmpty())
                    .ifPresent(siblings -> remarks.add(device + " is in one IOMMU group with "
                            + siblings.stream()
                                    .map(other -> other.address() + " (" + other.name() + ")")
                                    .collect(Collectors.joining(", "))
                            + ": the node has to do without those too, or the VM does not start"));
            functions.stream()
                    .filter(function -> !hardware.drivers()
                            .getOrDefault(function.address(), "vfio-pci")
                            .equals("vfio-pci"))
                    .map(function -> function.address() + " is used by the node's driver '"
                            + hardware.drivers().get(function.address())
                            + "' now, and is taken from it when the VM starts; vfio.devices of the hypervisor file keeps it"
                            + " free from the boot on")
                    .forEach(remarks::add);
        }
        return remarks;
    }

    /**
     * Whether both want the same thing: the same GPU by its index, or the same function. An address without a function means all of
     * the device's. A mapping that stands for several devices gives a free one, and is nobody's.
     *
     * @param own one of {@link #of}
     * @param option the value of another VM's {@code hostpci[n]}
     * @param known what mappings stand for, where that is known
     */
    static boolean isSame(String own, String option, Optional<PciHardware> known) {
        Map<String, String> parts = VmForm.parts("hostpci", option);
        String mapping = parts.get("mapping");
        if (known.isPresent() && mapping != null && !mapping.equals(own)) {
            Set<String> theirs = slots(known.get().mapped(mapping));
            return theirs.size() == 1 && theirs.equals(slots(functions(own, known.get())));
        }
        if (!isAddress(own)) {
            return own.matches("gpu[0-9]+") && own.equals(parts.get("mapping"));
        }
        return Stream.of(parts.getOrDefault("host", "").split(";"))
                .map(PciDevices::full)
                .filter(PciDevices::isAddress)
                .anyMatch(other -> (own + ".").startsWith(other + ".") || (other + ".").startsWith(own + "."));
    }

    private static Set<String> slots(List<PciDevice> functions) {
        return functions.stream().map(PciDevice::slot).collect(Collectors.toSet());
    }

    /** An address in lower case and with its domain; anything else as it is. */
    static String full(String device) {
        String lower = device.toLowerCase(Locale.ROOT);
        return isAddress(lower) ? (lower.matches("[0-9a-f]{4}:.*") ? lower : "0000:" + lower) : device;
    }
}
