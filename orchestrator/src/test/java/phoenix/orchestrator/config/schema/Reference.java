package phoenix.orchestrator.config.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes {@code docs/configuration.md} from a template. A line of it may stand for a table:
 *
 * <ul>
 *   <li>{@code {{lxc container: name template}}}: these keys of an object of a schema's {@code $defs}, or of {@code root};
 *   <li>{@code {{lxc container}}}: all its keys that no other line names;
 *   <li>{@code {{older}}}: every key that is kept for older files alone;
 *   <li>{@code {{features}}}: the shipped features.
 * </ul>
 */
final class Reference {
    private static final Pattern TABLE = Pattern.compile("\\{\\{(\\w+)(?: (\\w+))?(?:: ([^}]+))?\\}\\}");
    private static final Map<String, String> DOCUMENTS = new TreeMap<>(Map.of(
            "hypervisor", "phoenix_hypervisor_config.schema.json",
            "lxc", "phoenix_lxc_configs.schema.json",
            "vm", "phoenix_vm_configs.schema.json",
            "shared", "shared.schema.json",
            "feature", "feature.schema.json"));

    private final List<String> template;
    private final Path features;
    /** By object, {@code lxc container}: the keys that some line of the template names. */
    private final Map<String, Set<String>> named = new LinkedHashMap<>();

    private final Set<String> whole = new LinkedHashSet<>();

    Reference(String template, Path features) {
        this.template = template.lines().toList();
        this.features = features;
        for (String line : this.template) {
            Matcher matcher = TABLE.matcher(line);
            if (matcher.matches() && matcher.group(2) != null) {
                String object = matcher.group(1) + " " + matcher.group(2);
                Set<String> keys = named.computeIfAbsent(object, name -> new LinkedHashSet<>());
                if (matcher.group(3) == null) {
                    whole.add(object);
                } else {
                    keys.addAll(List.of(matcher.group(3).split(" ")));
                }
            }
        }
    }

    String text() {
        return template.stream().map(this::line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Keys of objects that no table has. */
    List<String> keysLeftOut() {
        List<String> left = new ArrayList<>();
        DOCUMENTS.forEach((shortName, document) -> objects(document).forEach((name, object) -> {
            String full = shortName + " " + name;
            Set<String> given = named.getOrDefault(full, Set.of());
            keys(object).stream()
                    .filter(key -> !whole.contains(full) && !given.contains(key))
                    .forEach(key -> left.add(full + ": " + key));
        }));
        return left;
    }

    private String line(String line) {
        Matcher matcher = TABLE.matcher(line);
        if (!matcher.matches()) {
            return line;
        } else if (line.equals("{{older}}")) {
            return older();
        } else if (line.equals("{{features}}")) {
            return shipped();
        }
        String document = DOCUMENTS.get(matcher.group(1));
        SchemaNode object = objects(String.valueOf(document)).get(matcher.group(2));
        if (object == null) {
            throw new IllegalArgumentException("no schema has " + line);
        }
        List<String> keys = new ArrayList<>();
        if (matcher.group(3) == null) {
            keys.addAll(keys(object));
            keys.removeAll(named.getOrDefault(matcher.group(1) + " " + matcher.group(2), Set.of()));
        } else {
            keys.addAll(List.of(matcher.group(3).split(" ")));
        }
        return ReferenceTable.of(object, keys);
    }

    private static String older() {
        List<String> rows = new ArrayList<>(List.of("| key | of | what to write |", "|---|---|---|"));
        for (String name : List.of("hypervisor", "lxc", "vm", "feature", "shared")) {
            objects(String.valueOf(DOCUMENTS.get(name)))
                    .values()
                    .forEach(object -> object.at("properties")
                            .json()
                            .propertyNames()
                            .forEach(key -> {
                                SchemaNode property = object.at("properties").at(key);
                                if (ReferenceTable.isDeprecated(property)) {
                                    rows.add("| `" + key + "` | "
                                            + Subject.of(List.of(object)).noun() + " | "
                                            + ReferenceTable.description(property) + " |");
                                }
                            }));
        }
        return String.join("\n", rows);
    }

    private String shipped() {
        StringBuilder text = new StringBuilder("| feature | what it does | needs |\n|---|---|---|\n");
        StringBuilder parameters = new StringBuilder();
        manifests().forEach((name, manifest) -> {
            String needs = manifest.path("needs")
                    .valueStream()
                    .map(need -> "`" + need.asString() + "`")
                    .collect(Collectors.joining(", "));
            text.append("| `" + name + "` | " + manifest.path("description").asString() + " | " + needs + " |\n");
            manifest.path("parameters")
                    .propertyStream()
                    .forEach(parameter -> parameters
                            .append("| `" + name + "` | `" + parameter.getKey() + "` | "
                                    + parameter.getValue().path("type").asString() + " | ")
                            .append(standard(parameter.getValue()))
                            .append(" | "
                                    + parameter.getValue().path("description").asString() + " |\n"));
        });
        return text
                + "\nTheir parameters:\n\n| feature | parameter | type | default | meaning |\n|---|---|---|---|---|\n"
                + parameters.toString().stripTrailing();
    }

    private static String standard(JsonNode parameter) {
        if (parameter.path("required").asBoolean(false)) {
            return "required";
        }
        return parameter.has("default") ? "`" + ExampleText.of(parameter.path("default")) + "`" : "";
    }

    private Map<String, JsonNode> manifests() {
        Map<String, JsonNode> manifests = new TreeMap<>();
        try (Stream<Path> folders = Files.list(features)) {
            for (Path folder : folders.toList()) {
                Path manifest = folder.resolve("feature.json");
                if (Files.exists(manifest)) {
                    manifests.put(
                            String.valueOf(folder.getFileName()),
                            JsonMapper.shared().readTree(Files.readString(manifest)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return manifests;
    }

    /** The objects of a document that have keys of their own, by name. */
    private static Map<String, SchemaNode> objects(String document) {
        Map<String, SchemaNode> objects = new LinkedHashMap<>();
        SchemaNode root = SchemaNode.document(document);
        if (root.has("properties")) {
            objects.put("root", root);
        }
        root.at("$defs").json().propertyNames().forEach(name -> {
            SchemaNode object = root.at("$defs").at(name);
            if (object.has("properties") && !ReferenceTable.isDeprecated(object)) {
                objects.put(name, object);
            }
        });
        return objects;
    }

    private static List<String> keys(SchemaNode object) {
        SchemaNode properties = object.at("properties");
        return properties.json().propertyNames().stream()
                .filter(key -> !key.equals("$schema") && !ReferenceTable.isDeprecated(properties.at(key)))
                .toList();
    }
}
