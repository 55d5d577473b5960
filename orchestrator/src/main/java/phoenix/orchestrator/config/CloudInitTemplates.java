package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.CloudInit.Part;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the user's own cloud-init documents and puts the VM's values into them.
 *
 * <p>A document is read first, and the values are put into its texts: {@code {{/user_config/username}}} is the value under that JSON
 * pointer of the VM's object. A text that is nothing but one such mark becomes the value itself, a list or a number included. So no value
 * can break the document, whatever is in it, as it could in a template of text.
 */
final class CloudInitTemplates {
    private static final Pattern MARK = Pattern.compile("\\{\\{\\s*(/[^{}\\s]++)\\s*+}}");
    private static final Map<String, Part> PARTS = Map.of(
            "user_data", Part.USER,
            "network_config", Part.NETWORK,
            "vendor_data", Part.VENDOR);
    /** Made when the first document is read: most files name none, and to make them takes longer than to check such a file. */
    private static final class Mappers {
        private static final YAMLMapper YAML = YAMLMapper.builder().build();
        private static final JsonMapper JSON = JsonMapper.builder().build();
    }

    private final Path folder;
    private final InputsReader inputs;

    /** @param folder the configuration's folder, to which paths are relative */
    CloudInitTemplates(Path folder, InputsReader inputs) {
        this.folder = folder;
        this.inputs = inputs;
    }

    List<CloudInit.Template> read(Fields vm) {
        List<CloudInit.Template> found = new ArrayList<>();
        vm.inner("cloud_init").ifPresent(fields -> {
            boolean replaces = fields.word("mode")
                    .map(mode -> mode.value().equals("replace"))
                    .orElse(false);
            PARTS.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(part -> fields.word(part.getKey())
                            .flatMap(path -> document(path, vm))
                            .ifPresent(json -> found.add(new CloudInit.Template(part.getValue(), replaces, json))));
        });
        return found;
    }

    private Optional<String> document(Located<String> path, Fields vm) {
        String text;
        try {
            text = Files.readString(folder.resolve(path.value()));
        } catch (IOException | InvalidPathException e) {
            vm.problems()
                    .error(
                            path.place(),
                            "the cloud-init document '" + Shortened.of(path.value()) + "' cannot be read",
                            "put it there, or correct the path; it is relative to the configuration's folder");
            return Optional.empty();
        }
        JsonNode document;
        try {
            document = Mappers.YAML.readTree(text);
        } catch (JacksonException e) {
            vm.problems()
                    .error(
                            path.place(),
                            "'" + Shortened.of(path.value()) + "' is no YAML: " + e.getOriginalMessage(),
                            "correct it; a text with a colon, a '#' or '{{' in it stands in quotes");
            return Optional.empty();
        }
        if (!(document instanceof ObjectNode object)) {
            vm.problems()
                    .error(
                            path.place(),
                            "'" + Shortened.of(path.value()) + "' holds no object",
                            "begin it with keys of cloud-init's, such as \"packages:\"");
            return Optional.empty();
        }
        JsonNode values = Mappers.JSON.readTree(inputs.everythingOf(vm.object()));
        List<String> missing = new ArrayList<>();
        JsonNode filled = filled(object, values, missing);
        for (String pointer : missing) {
            vm.problems()
                    .error(
                            path.place(),
                            "'" + Shortened.of(path.value()) + "' wants the value " + Shortened.of(pointer)
                                    + ", which the VM does not have",
                            "write that key in the VM, or correct the mark {{" + Shortened.of(pointer) + "}}");
        }
        return missing.isEmpty() ? Optional.of(Mappers.JSON.writeValueAsString(filled)) : Optional.empty();
    }

    private static JsonNode filled(JsonNode node, JsonNode values, List<String> missing) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Mappers.JSON.createObjectNode();
            object.properties().forEach(entry -> copy.set(entry.getKey(), filled(entry.getValue(), values, missing)));
            return copy;
        } else if (node instanceof ArrayNode array) {
            ArrayNode copy = Mappers.JSON.createArrayNode();
            array.forEach(item -> copy.add(filled(item, values, missing)));
            return copy;
        }
        return node instanceof StringNode text ? filled(text.stringValue(), values, missing) : node;
    }

    private static JsonNode filled(String text, JsonNode values, List<String> missing) {
        Matcher marks = MARK.matcher(text);
        if (marks.matches()) {
            return value(marks.group(1), values, missing);
        }
        marks.reset();
        return StringNode.valueOf(marks.replaceAll(mark ->
                Matcher.quoteReplacement(value(mark.group(1), values, missing).asString(""))));
    }

    private static JsonNode value(String pointer, JsonNode values, List<String> missing) {
        JsonNode value = values.at(pointer);
        if (value.isMissingNode()) {
            missing.add(pointer);
            return StringNode.valueOf("");
        }
        return value;
    }
}
