package phoenix.orchestrator.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What the schemas say about one value, in words.
 *
 * @param noun completes "X is not ...": {@code a host name}
 * @param rule completes "write ...": the noun, or more precise than it
 * @param examples as a person would write them in the file
 */
record Subject(String noun, String rule, List<String> examples) {
    private static final int MOST_EXAMPLES = 2;

    /**
     * What a title says before and after its colon, and the examples; of several schemas for one value the first that says something.
     */
    static Subject of(List<SchemaNode> schemas) {
        String title = first(schemas, "title").map(JsonNode::asString).orElse("what the schema allows");
        List<String> examples = new ArrayList<>();
        first(schemas, "examples").ifPresent(list -> list.forEach(example -> examples.add(ExampleText.of(example))));
        int colon = title.indexOf(": ");
        return colon < 0
                ? new Subject(title, title, examples)
                : new Subject(title.substring(0, colon), title.substring(colon + 2), examples);
    }

    /** The keyword's value in the first of the schemas that has it. */
    static Optional<JsonNode> first(List<SchemaNode> schemas, String keyword) {
        return schemas.stream()
                .filter(schema -> schema.has(keyword))
                .map(schema -> schema.at(keyword).json())
                .findFirst();
    }

    /** What to write, in words: the rule and examples; a rule that is a pattern by itself needs none. */
    String suggestion() {
        return rule.startsWith("{") || rule.startsWith("[") ? rule : rule + suchAs();
    }

    /** What a number counts: {@code MiB} of {@code a size in MiB}; else the noun. */
    String unit() {
        return noun.replaceFirst("^a (number|size|rate) (of|in) ", "");
    }

    /** {@code , such as "web"}; empty without examples. */
    String suchAs() {
        return examples.isEmpty()
                ? ""
                : examples.stream().limit(MOST_EXAMPLES).collect(Collectors.joining(" or ", ", such as ", ""));
    }
}
