package phoenix.lab.hardware;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A STAND-IN for what Proxmox finds under {@code /sys/bus/pci}: two graphics cards, each with its audio function in an IOMMU group of its own,
 * and a network card that shares its group with a disk controller. No VM of the lab really gets one.
 *
 * @see "PVE source: PVE/SysFSTools.pm lspci"
 */
final class StandInDevices {
    private static final String NVIDIA = "0x10de NVIDIA Corporation";
    private static final String INTEL = "0x8086 Intel Corporation";
    private static final String GRAPHICS = "0x2d04 GB206 [GeForce RTX 5060 Ti]";
    private static final String AUDIO = "0x22eb GB206 High Definition Audio Controller";
    private static final List<Device> ALL = List.of(
            new Device("0000:00:17.0", "0x010601", 8, INTEL, "0x7ae2 Alder Lake-S PCH SATA Controller [AHCI Mode]"),
            new Device("0000:00:1f.0", "0x020000", 8, INTEL, "0x0dc8 Ethernet Connection (17) I219-LM"),
            new Device("0000:01:00.0", "0x030000", 13, NVIDIA, GRAPHICS),
            new Device("0000:01:00.1", "0x040300", 13, NVIDIA, AUDIO),
            new Device("0000:02:00.0", "0x030000", 14, NVIDIA, GRAPHICS),
            new Device("0000:02:00.1", "0x040300", 14, NVIDIA, AUDIO));

    private StandInDevices() {}

    /**
     * One function of a device.
     *
     * @param kind its class, as sysfs shows it
     * @param vendor number and name
     * @param device number and name
     */
    record Device(String id, String kind, int group, String vendor, String device) {
        private static String number(String both) {
            return both.substring(0, both.indexOf(' '));
        }

        private static String name(String both) {
            return both.substring(both.indexOf(' ') + 1);
        }

        /** Vendor and device as mappings name them. */
        String ids() {
            return number(vendor).substring(2) + ":" + number(device).substring(2);
        }

        /** The maker of the card; here it is always the same one. */
        String subsystem() {
            return "1043:8a11";
        }

        Map<String, Object> json(boolean verbose) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("class", kind);
            json.put("vendor", number(vendor));
            json.put("device", number(device));
            json.put("iommugroup", group);
            if (verbose) {
                json.put("vendor_name", name(vendor));
                json.put("device_name", name(device));
                json.put("subsystem_vendor", "0x" + subsystem().substring(0, 4));
                json.put("subsystem_device", "0x" + subsystem().substring(5));
            }
            return json;
        }
    }

    static Stream<Device> all() {
        return ALL.stream();
    }

    /** @param path with a function, or without one for a whole device, which its first function stands for */
    static Optional<Device> find(String path) {
        String id = path.contains(".") ? path : path + ".0";
        return all().filter(device -> device.id().equals(id)).findFirst();
    }
}
