package phoenix.orchestrator.config.schema;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A value of a schema as a person would write it on one line: {@code {"name": "eth0", "ip": "dhcp"}}. */
final class ExampleText {
    private ExampleText() {}

    static String of(JsonNode value) {
        if (value.isObject()) {
            return value.propertyStream()
                    .map(member -> "\"" + member.getKey() + "\": " + of(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value.isArray()) {
            return value.valueStream().map(ExampleText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
    }
}
