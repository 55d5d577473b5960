package phoenix.orchestrator.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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

    /** The address of the whole device that a {@code hostpci} option means, or the mapping's name; empty if neither is there. */
    static String device(String option) {
        String which =
                VmForm.parts(option).getOrDefault("host", VmForm.parts(option).getOrDefault("mapping", ""));
        return full(which).replaceFirst("\\.[0-7]$", "");
    }

    private static String full(String device) {
        String lower = device.toLowerCase(Locale.ROOT);
        return isAddress(lower) ? (lower.matches("[0-9a-f]{4}:.*") ? lower : "0000:" + lower) : device;
    }
}
