package phoenix.pve.api;

import tools.jackson.databind.JsonNode;

/**
 * A network interface inside a running container.
 *
 * @param hardwareAddress lower case, as the container's kernel prints it
 * @param inet address with prefix length, such as {@code 10.0.0.53/24}; empty if it has none
 * @param inet6 likewise
 */
public record ContainerInterface(String name, String hardwareAddress, String inet, String inet6) {
    static ContainerInterface read(JsonNode entry) {
        String hardware = Json.text(entry, "hwaddr");
        return new ContainerInterface(
                Json.text(entry, "name"),
                hardware.isEmpty() ? Json.text(entry, "hardware-address") : hardware,
                Json.text(entry, "inet"),
                Json.text(entry, "inet6"));
    }
}
