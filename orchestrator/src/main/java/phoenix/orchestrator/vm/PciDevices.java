package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.DesiredVm;

/**
 * The devices of the node that a VM gets for itself, as {@code hostpci[n]}. A device by its address is something that only
 * {@code root@pam} may set; a resource mapping needs no such right. GPUs by index are the mappings {@code gpu0}, {@code gpu1}...
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

    /**
     * Whether both want the same thing: the same GPU by its index, or the same function. An address without a function means all of
     * the device's. A mapping of another name may stand for several devices, of which Proxmox gives a free one.
     *
     * @param own one of {@link #of}
     * @param option the value of another VM's {@code hostpci[n]}
     */
    static boolean isSame(String own, String option) {
        Map<String, String> parts = VmForm.parts(option);
        if (!isAddress(own)) {
            return own.matches("gpu[0-9]+") && own.equals(parts.get("mapping"));
        }
        return Stream.of(parts.getOrDefault("host", "").split(";"))
                .map(PciDevices::full)
                .filter(PciDevices::isAddress)
                .anyMatch(other -> (own + ".").startsWith(other + ".") || (other + ".").startsWith(own + "."));
    }

    private static String full(String device) {
        String lower = device.toLowerCase(Locale.ROOT);
        return isAddress(lower) ? (lower.matches("[0-9a-f]{4}:.*") ? lower : "0000:" + lower) : device;
    }
}
