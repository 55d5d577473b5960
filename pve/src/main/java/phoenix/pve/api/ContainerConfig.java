package phoenix.pve.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import phoenix.pve.GuestConfig;
import tools.jackson.databind.JsonNode;

/**
 * A container's configuration as the API tells it.
 *
 * @param digest names this very state of the file; sent along with a change, it has the change refused if the file is another by then
 * @param description the notes, without the line feed that Proxmox appends
 * @param options all other options as text
 * @param raw the {@code lxc.*} lines
 */
public record ContainerConfig(
        String digest, String description, Map<String, String> options, List<GuestConfig.RawEntry> raw) {
    public ContainerConfig {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        raw = List.copyOf(raw);
    }

    static ContainerConfig read(JsonNode data) {
        Map<String, String> options = Json.options(data);
        String digest = Objects.requireNonNullElse(options.remove("digest"), "");
        String description = Objects.requireNonNullElse(options.remove("description"), "");
        List<GuestConfig.RawEntry> raw = new ArrayList<>();
        for (JsonNode entry : data.path("lxc")) {
            raw.add(new GuestConfig.RawEntry(Json.asText(entry.path(0)), Json.asText(entry.path(1))));
        }
        return new ContainerConfig(
                digest,
                description.endsWith("\n") ? description.substring(0, description.length() - 1) : description,
                options,
                raw);
    }

    public Optional<String> get(String option) {
        return Optional.ofNullable(options.get(option));
    }
}
