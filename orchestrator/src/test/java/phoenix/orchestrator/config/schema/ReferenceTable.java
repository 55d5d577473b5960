package phoenix.orchestrator.config.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Keys of one object as a table in Markdown. */
final class ReferenceTable {
    private static final String ABSENT = "Absent: ";
    private static final String REQUIRED = " Required.";

    private ReferenceTable() {}

    static String of(SchemaNode object, List<String> keys) {
        return Stream.concat(
                        Stream.of("| key | value | if absent | meaning | example |", "|---|---|---|---|---|"),
                        keys.stream().map(key -> row(object, key)))
                .collect(Collectors.joining("\n"));
    }

    static boolean isDeprecated(SchemaNode property) {
        return first(property, "deprecated").isPresent();
    }

    static String description(SchemaNode property) {
        return first(property, "description").map(JsonNode::asString).orElse("");
    }

    private static String row(SchemaNode object, String key) {
        SchemaNode property = object.at("properties").at(key);
        if (!property.isSchema()) {
            throw new IllegalArgumentException("no key '" + key + "' in " + object.json());
        }
        String all = description(property);
        boolean required = all.endsWith(REQUIRED)
                || object.at("required")
                        .json()
                        .valueStream()
                        .anyMatch(name -> name.asString().equals(key));
        String meaning = all.endsWith(REQUIRED) ? all.substring(0, all.length() - REQUIRED.length()) : all;
        String absent = required ? "required" : "";
        int at = meaning.indexOf(ABSENT);
        if (at >= 0) {
            absent = meaning.substring(at + ABSENT.length(), meaning.length() - 1);
            meaning = meaning.substring(0, at).strip();
        }
        Optional<JsonNode> standard = first(property, "default");
        if (standard.isPresent()) {
            absent = code(standard.get());
        }
        return "| `" + key + "` | " + escaped(value(property)) + " | " + escaped(absent) + " | " + escaped(meaning)
                + " | " + escaped(examples(property)) + " |";
    }

    /** What may be written: the title without its article, and the bounds. */
    private static String value(SchemaNode property) {
        Optional<JsonNode> words = first(property, "enum");
        if (words.isPresent()) {
            return words.get().valueStream().map(ReferenceTable::code).collect(Collectors.joining(", "));
        }
        String title = first(property, "title").map(JsonNode::asString).orElse("");
        String plain = title.replaceFirst("^(a|an|the) ", "").replaceFirst(": ([{\\[].*)$", ": `$1`");
        Optional<String> least = first(property, "minimum").map(JsonNode::toString);
        Optional<String> above = first(property, "exclusiveMinimum").map(bound -> "above " + bound);
        Optional<String> most = first(property, "maximum").map(JsonNode::toString);
        String from = least.or(() -> above).orElse("");
        return from.isEmpty()
                ? plain
                : plain + ", " + from + most.map(bound -> " to " + bound).orElse("");
    }

    private static String examples(SchemaNode property) {
        return first(property, "examples").stream()
                .flatMap(JsonNode::valueStream)
                .limit(2)
                .map(ReferenceTable::code)
                .collect(Collectors.joining(", "));
    }

    private static String code(JsonNode value) {
        return "`" + ExampleText.of(value) + "`";
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|");
    }

    private static Optional<JsonNode> first(SchemaNode property, String keyword) {
        return Subject.first(property.withReferred(), keyword);
    }
}
