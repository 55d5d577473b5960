package phoenix.orchestrator.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A configuration folder for tests. It begins as a template 900 and its clone 953, both right; a test spoils what it is about. Every
 * key of a container stands on its own line.
 */
final class ConfigFolder {
    private final Path folder;
    private final Map<String, Map<String, String>> containers = new LinkedHashMap<>();
    private final Map<String, String> root = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    ConfigFolder(Path folder) {
        this.folder = folder;
        container("900")
                .with("900", "name", "\"base\"")
                .with("900", "template", "\"debian-12-standard\"")
                .with("900", "template_snapshot_name", "\"pre-configured\"")
                .with("900", "storage_pool", "\"local-zfs\"")
                .with("900", "storage_size_gb", "8")
                .with("900", "network_config", network("10.0.0.200/24"));
        container("953")
                .with("953", "name", "\"web\"")
                .with("953", "clone_from_ctid", "\"900\"")
                .with("953", "storage_pool", "\"local-zfs\"")
                .with("953", "storage_size_gb", "8")
                .with("953", "network_config", network("10.0.0.153/24"));
    }

    static String network(String ip) {
        return "{\"name\": \"eth0\", \"bridge\": \"vmbr0\", \"ip\": \"" + ip + "\", \"gw\": \"10.0.0.1\"}";
    }

    Path path() {
        return folder;
    }

    ConfigFolder container(String id) {
        containers.put(id, new LinkedHashMap<>());
        return this;
    }

    /** A copy of 953 under another ID, name and address. */
    ConfigFolder like953(String id, String name, String ip) {
        containers.put(id, new LinkedHashMap<>(containers.getOrDefault("953", Map.of())));
        return with(id, "name", "\"" + name + "\"").with(id, "network_config", network(ip));
    }

    /** Sets a key to a value as it stands in the file. */
    ConfigFolder with(String id, String key, String json) {
        containers.computeIfAbsent(id, any -> new LinkedHashMap<>()).put(key, json);
        return this;
    }

    /** Sets a key beside the containers, after them in the file. */
    ConfigFolder root(String key, String json) {
        root.put(key, json);
        return this;
    }

    /** Sets a variable of the environment. */
    ConfigFolder variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ConfigFolder without(String id, String key) {
        containers.getOrDefault(id, new LinkedHashMap<>()).remove(key);
        return this;
    }

    ConfigFolder file(String name, String content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    ConfigFolder feature(String name, String... needs) {
        file("features/" + name + "/feature.sh", "#!/bin/sh\n");
        String list = List.of(needs).stream().map(need -> "\"" + need + "\"").collect(Collectors.joining(", "));
        return file("features/" + name + "/feature.json", "{\"description\": \"a test\", \"needs\": [" + list + "]}\n");
    }

    /** Writes the containers and reads the folder. */
    Loaded load() {
        file(ConfigLoader.LXC_FILE, text());
        return loadAsItIs();
    }

    /** Reads the folder without writing the containers. */
    Loaded loadAsItIs() {
        return ConfigLoader.load(folder, new FeatureFolders(List.of(folder.resolve("features"))), environment);
    }

    /** The problems as a user reads them; the folder's path is {@code conf}. */
    String shown(Loaded loaded) {
        if (loaded.problems().isEmpty()) {
            return "no problem\n";
        }
        StringBuilder text = new StringBuilder();
        for (Problem problem : loaded.problems()) {
            text.append(problem.severity()).append(": ").append(problem.what()).append('\n');
            text.append("  ").append(problem.place()).append('\n');
            text.append("  Try: ").append(problem.hint()).append('\n');
        }
        return text.toString().replace(folder.toString(), "conf");
    }

    private String text() {
        return containers.entrySet().stream()
                .map(container -> "    \"" + container.getKey() + "\": {\n" + keys(container.getValue()) + "\n    }")
                .collect(Collectors.joining(",\n", "{\n  \"lxc_configs\": {\n", "\n  }" + rest() + "\n}\n"));
    }

    private String rest() {
        return root.entrySet().stream()
                .map(key -> ",\n  \"" + key.getKey() + "\": " + key.getValue())
                .collect(Collectors.joining());
    }

    private static String keys(Map<String, String> keys) {
        return keys.entrySet().stream()
                .map(key -> "      \"" + key.getKey() + "\": " + key.getValue())
                .collect(Collectors.joining(",\n"));
    }
}
