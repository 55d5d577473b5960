package phoenix.lab.hardware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import phoenix.lab.files.Sha1;
import phoenix.lab.files.WholeFile;
import phoenix.lab.node.Node;
import phoenix.lab.rest.ApiException;
import phoenix.pve.PropertyString;

/**
 * {@code /etc/pve/mapping/pci.cfg}, read afresh each time. Safe for use by several threads of one process.
 *
 * @see "PVE source: PVE/Mapping/PCI.pm"
 */
public final class PciMappings {
    private final Path file;

    /** @param etcPve the node's {@code /etc/pve} */
    public PciMappings(Path etcPve) {
        this.file = etcPve.resolve("mapping/pci.cfg");
    }

    /**
     * A named device.
     *
     * @param options without the maps
     * @param maps property strings, one for each of a node's devices that may stand for it
     */
    record Mapping(Map<String, String> options, List<String> maps) {
        Mapping {
            options = Map.copyOf(options);
            maps = List.copyOf(maps);
        }

        /** The maps of one node's devices: Proxmox judges those of no other. */
        List<String> mapsOf(String node) {
            return maps.stream()
                    .filter(map -> PropertyString.parse(map, "").get("node").equals(Optional.of(node)))
                    .toList();
        }
    }

    private String text() {
        return Files.exists(file) ? WholeFile.read(file) : "";
    }

    String digest() {
        return Sha1.of(text());
    }

    synchronized SortedMap<String, Mapping> read() {
        SortedMap<String, Mapping> mappings = new TreeMap<>();
        Map<String, String> options = new LinkedHashMap<>();
        List<String> maps = new ArrayList<>();
        String id = "";
        for (String line : (text() + "\nend\n").lines().toList()) {
            if (line.matches("\\S+\\s*")) {
                if (!id.isEmpty()) {
                    mappings.put(id, new Mapping(options, maps));
                }
                id = line.strip();
                options.clear();
                maps.clear();
            } else if (!line.isBlank()) {
                String[] words = line.strip().split("\\s+", 2);
                if (words[0].equals("map")) {
                    maps.add(words[1]);
                } else {
                    options.put(words[0], words[1]);
                }
            }
        }
        return mappings;
    }

    /** Reads all, changes them, and writes them. */
    synchronized void change(Consumer<SortedMap<String, Mapping>> change) {
        SortedMap<String, Mapping> mappings = read();
        change.accept(mappings);
        StringBuilder text = new StringBuilder();
        mappings.forEach((id, mapping) -> {
            text.append(text.isEmpty() ? "" : "\n").append(id).append('\n');
            new TreeMap<>(mapping.options())
                    .forEach((name, value) -> text.append('\t')
                            .append(name)
                            .append(' ')
                            .append(value)
                            .append('\n'));
            mapping.maps().forEach(map -> text.append("\tmap ").append(map).append('\n'));
        });
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder of " + file, e);
        }
        WholeFile.write(file, text.toString());
    }

    /**
     * What is wrong with what a mapping says of a device.
     *
     * @see "PVE source: PVE/Mapping/PCI.pm assert_valid"
     */
    static Optional<String> problem(String id, String map) {
        PropertyString parts = PropertyString.parse(map, "");
        boolean first = true;
        for (String path : parts.get("path").orElse("").split(";")) {
            Optional<StandInDevices.Device> found = StandInDevices.find(path);
            if (found.isEmpty()) {
                return Optional.of("pci device '" + (path.contains(".") ? path : path + ".0") + "' not found");
            }
            StandInDevices.Device device = found.get();
            Map<String, String> expected =
                    new TreeMap<>(Map.of("id", device.ids(), "subsystem-id", device.subsystem()));
            if (first) {
                expected.put("iommugroup", Integer.toString(device.group()));
            }
            for (Map.Entry<String, String> property : expected.entrySet()) {
                Optional<String> said = parts.get(property.getKey());
                if (said.isEmpty()) {
                    return Optional.of(
                            "missing expected property '" + property.getKey() + "' for device '" + device.id() + "'");
                } else if (!said.get().equals(property.getValue())) {
                    return Optional.of("'" + property.getKey() + "' does not match for '" + id + "' ("
                            + property.getValue() + " != " + said.get() + ")");
                }
            }
            first = false;
        }
        return Optional.empty();
    }

    /** @throws ApiException if a VM with such a {@code hostpci[n]} cannot start */
    public void check(String hostpci) {
        String id = PropertyString.parse(hostpci, "host").get("mapping").orElse("");
        if (id.isEmpty()) {
            return;
        }
        Mapping mapping = read().get(id);
        List<String> maps = mapping == null ? List.of() : mapping.mapsOf(Node.NAME);
        if (maps.isEmpty()) {
            throw ApiException.failure("PCI device mapping not found for '" + id + "'");
        }
        maps.forEach(map -> problem(id, map).ifPresent(problem -> {
            throw ApiException.failure("PCI device mapping invalid (hardware probably changed): " + problem);
        }));
    }
}
