package phoenix.cli.laws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import phoenix.pve.api.Method;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that were sent, one for each method and kind of path, with every parameter that was ever given to it and the first value
 * that it had. Safe for use by several threads.
 */
final class SentRequests implements MortalTransport.Witness {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SortedMap<String, Sample> samples = new TreeMap<>();

    /** One of them as it was sent. */
    private record Sample(String path, SortedMap<String, String> parameters) {}

    @Override
    public synchronized void sees(Method method, String path, SortedMap<String, String> parameters) {
        Sample sample = samples.computeIfAbsent(method + " " + kind(path), any -> new Sample(path, new TreeMap<>()));
        parameters.forEach((name, value) -> {
            if (!value.isEmpty()) {
                sample.parameters.putIfAbsent(general(name), value);
            }
        });
    }

    /** {@code POST /nodes/{node}/lxc: net[n]} of each parameter, and the method and path alone. */
    synchronized SortedSet<String> shapes() {
        SortedSet<String> shapes = new TreeSet<>();
        samples.forEach((kind, sample) -> {
            shapes.add(kind);
            sample.parameters.keySet().forEach(name -> shapes.add(kind + ": " + name));
        });
        return shapes;
    }

    /** Adds them to those that are written down in a file, a line of JSON for each. */
    synchronized void addTo(Path file) throws IOException {
        SentRequests all = in(file);
        samples.forEach((kind, sample) ->
                all.sees(Method.valueOf(kind.substring(0, kind.indexOf(' '))), sample.path, sample.parameters));
        StringBuilder lines = new StringBuilder();
        all.samples.forEach((kind, sample) -> {
            ObjectNode line = JSON.createObjectNode();
            line.put("method", kind.substring(0, kind.indexOf(' ')));
            line.put("path", sample.path);
            ObjectNode parameters = line.putObject("parameters");
            sample.parameters.forEach((name, value) -> parameters.put(name.replace("[n]", "0"), value));
            lines.append(line).append('\n');
        });
        Files.writeString(file, lines);
    }

    /** Those that are written down in a file. */
    static SentRequests in(Path file) throws IOException {
        SentRequests written = new SentRequests();
        for (String line : Files.readAllLines(file)) {
            JsonNode request = JSON.readTree(line);
            SortedMap<String, String> parameters = new TreeMap<>();
            request.path("parameters")
                    .properties()
                    .forEach(entry ->
                            parameters.put(entry.getKey(), entry.getValue().asString("")));
            written.sees(
                    Method.valueOf(request.path("method").asString("")),
                    request.path("path").asString(""),
                    parameters);
        }
        return written;
    }

    /** A path with its variables' names in place of what they were. */
    private static String kind(String path) {
        return path.replaceFirst("^/nodes/[^/]+", "/nodes/{node}")
                .replaceFirst("/(lxc|qemu)/[0-9]+", "/$1/{vmid}")
                .replaceFirst("/snapshot/[^/]+", "/snapshot/{snapname}")
                .replaceFirst("/storage/[^/]+", "/storage/{storage}")
                .replaceFirst("/content/[^/]+", "/content/{volume}")
                .replaceFirst("/tasks/UPID[^/]+", "/tasks/{upid}")
                .replaceFirst("/firewall/rules/[0-9]+", "/firewall/rules/{pos}")
                .replaceFirst("^/pools/[^/]+", "/pools/{poolid}");
    }

    /** {@code net[n]} for {@code net3}. */
    private static String general(String name) {
        return name.replaceFirst("^(net|mp|dev|unused|scsi|virtio|ide|sata|ipconfig|hostpci|serial)[0-9]+$", "$1[n]");
    }
}
