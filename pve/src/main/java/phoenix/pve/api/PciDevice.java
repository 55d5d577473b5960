package phoenix.pve.api;

import tools.jackson.databind.JsonNode;

/**
 * One function of a PCI device of a node.
 *
 * @param address domain, bus, slot and function: {@code 0000:01:00.0}
 * @param kind its class in hexadecimal digits, such as {@code 030000}
 * @param ids vendor and device: {@code 10de:2d04}
 * @param subsystemIds the same of the card; empty if it has none
 * @param name for people
 * @param group the IOMMU group; -1 if the node's IOMMU is off
 */
public record PciDevice(String address, String kind, String ids, String subsystemIds, String name, int group) {
    private static final String GRAPHICS = "03";
    private static final String NVIDIA = "10de:";

    static PciDevice read(JsonNode device) {
        String subsystem = Json.text(device, "subsystem_vendor");
        return new PciDevice(
                Json.text(device, "id"),
                digits(Json.text(device, "class")),
                digits(Json.text(device, "vendor")) + ":" + digits(Json.text(device, "device")),
                subsystem.isEmpty() ? "" : digits(subsystem) + ":" + digits(Json.text(device, "subsystem_device")),
                (Json.text(device, "vendor_name") + " " + Json.text(device, "device_name")).strip(),
                (int) Json.number(device, "iommugroup"));
    }

    private static String digits(String number) {
        return number.replaceFirst("^0x", "");
    }

    /** The address without the function. */
    public String slot() {
        return address.replaceFirst("\\.[^.]*$", "");
    }

    public boolean isNvidiaGraphics() {
        return kind.startsWith(GRAPHICS) && ids.startsWith(NVIDIA);
    }
}
