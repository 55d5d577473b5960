package phoenix.pve.api;

import tools.jackson.databind.JsonNode;

/**
 * A template in a node's catalogue.
 *
 * @param template the file name, by which it is fetched
 * @param packageName such as {@code debian-12-standard}
 * @param system such as {@code debian-12}
 */
public record ApplianceTemplate(String template, String packageName, String version, String system) {
    static ApplianceTemplate read(JsonNode entry) {
        return new ApplianceTemplate(
                Json.text(entry, "template"),
                Json.text(entry, "package"),
                Json.text(entry, "version"),
                Json.text(entry, "os"));
    }
}
