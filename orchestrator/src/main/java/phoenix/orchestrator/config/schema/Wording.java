package phoenix.orchestrator.config.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import phoenix.orchestrator.config.JsonValue;
import phoenix.orchestrator.config.KeyNames;
import phoenix.orchestrator.config.Shortened;
import tools.jackson.databind.JsonNode;

/** Says one finding in words: what is wrong, and what to write. */
final class Wording {
    private final Finding finding;
    private final Target target;
    private final List<SchemaNode> schemas;
    private final Subject subject;

    Wording(Finding finding, JsonValue.Obj root) {
        this.finding = finding;
        this.target = Target.at(root, finding.where());
        this.schemas = finding.about();
        this.subject = Subject.of(schemas);
    }

    Complaint complaint() {
        return switch (finding.keyword()) {
            case "additionalProperties" -> unknownKey();
            case "required" -> missingKey();
            case "propertyNames" -> wrongKey();
            case "type" -> wrongType();
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> outOfRange();
            case "maxLength" -> tooLong();
            case "minItems", "minLength", "minProperties" -> target.isEmpty() ? empty() : wrongForm();
            case "enum" -> noneOf();
            default -> target.isEmpty() ? empty() : wrongForm();
        };
    }

    private Complaint unknownKey() {
        String key = String.valueOf(finding.property());
        Set<String> known = new TreeSet<>();
        Subject.first(schemas, "properties").ifPresent(properties -> known.addAll(properties.propertyNames()));
        known.remove("$schema");
        String hint = KeyNames.nearest(key, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("remove it, or make it a comment by an underscore before it; known keys: "
                        + String.join(", ", known));
        return new Complaint(
                target.keyPlace(key), "", "'" + Shortened.of(key) + "' is no key of " + subject.noun(), hint);
    }

    private Complaint missingKey() {
        String key = String.valueOf(finding.property());
        SchemaNode property = schemas.get(schemas.size() - 1).at("properties").at(key);
        Subject wanted = Subject.of(property.withReferred());
        String example = wanted.examples().isEmpty() ? "..." : wanted.examples().get(0);
        return new Complaint(
                target.place(), key, "the key '" + key + "' is missing", "write \"" + key + "\": " + example);
    }

    private Complaint wrongKey() {
        String key = String.valueOf(finding.property());
        return new Complaint(
                target.keyPlace(key),
                "",
                "the key '" + Shortened.of(key) + "' is not " + subject.noun(),
                "write " + subject.rule() + subject.suchAs());
    }

    private Complaint wrongType() {
        String type = Subject.first(schemas, "type").map(JsonNode::asString).orElse("");
        boolean bare = target.value() instanceof JsonValue.Numeral || target.value() instanceof JsonValue.Bool;
        return switch (type) {
            case "integer" -> is("a whole number", "write " + numberRule() + unquoted());
            case "number" -> is("a number", "write " + numberRule() + unquoted());
            case "boolean" -> is("true or false", "write true or false, without quotes");
            case "string" ->
                is(
                        "a text",
                        "write "
                                + (subject.rule().equals("a text") && !bare
                                        ? "a text in double quotes"
                                        : subject.rule())
                                + subject.suchAs() + (bare ? ", in double quotes" : ""));
            default -> wrongForm();
        };
    }

    private Complaint outOfRange() {
        Optional<JsonNode> least = Subject.first(schemas, "minimum");
        Optional<JsonNode> above = Subject.first(schemas, "exclusiveMinimum");
        Optional<JsonNode> most = Subject.first(schemas, "maximum");
        String number = target.value() instanceof JsonValue.Numeral numeral ? Shortened.of(numeral.literal()) : "";
        String bounds;
        if (least.isPresent() && most.isPresent()) {
            bounds = "outside " + least.get() + " to " + most.get();
        } else if (above.isPresent() && finding.keyword().equals("exclusiveMinimum")) {
            bounds = "not above " + above.get();
        } else {
            bounds = least.map(bound -> "below " + bound)
                    .orElseGet(() -> "above " + most.map(JsonNode::toString).orElse("what is allowed"));
        }
        return complaint(target.name() + " is " + number + ", " + bounds, "write " + numberRule());
    }

    private Complaint tooLong() {
        String most =
                Subject.first(schemas, "maxLength").map(JsonNode::toString).orElse("");
        return complaint(
                target.name() + " is " + target.value().inWords() + ", longer than " + most + " characters",
                "write " + subject.rule() + subject.suchAs());
    }

    private Complaint noneOf() {
        List<String> allowed = Subject.first(schemas, "enum").stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asString)
                .toList();
        String all = allowed.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(", "));
        Optional<String> near = target.value() instanceof JsonValue.Text text
                ? KeyNames.nearest(text.text(), allowed)
                : Optional.empty();
        return is(
                subject.noun(),
                near.map(name -> "did you mean \"" + name + "\"? ").orElse("")
                        + (near.isPresent() ? "It is one of " : "write one of ")
                        + all);
    }

    private Complaint empty() {
        return complaint(
                target.name() + " is empty", "write " + subject.rule() + subject.suchAs() + ", or leave it out");
    }

    private Complaint wrongForm() {
        return is(subject.noun(), "write " + subject.rule() + subject.suchAs());
    }

    private String numberRule() {
        String what = Subject.first(schemas, "type")
                        .filter(type -> type.asString().equals("integer"))
                        .isPresent()
                ? "a whole number"
                : "a number";
        String unit =
                subject.noun().startsWith("a ") && !subject.noun().equals(what) ? " (" + subject.noun() + ")" : "";
        String least = Subject.first(schemas, "minimum").map(JsonNode::toString).orElse("");
        String above = Subject.first(schemas, "exclusiveMinimum")
                .map(JsonNode::toString)
                .orElse("");
        String most = Subject.first(schemas, "maximum").map(JsonNode::toString).orElse("");
        String from = least.isEmpty() ? above.isEmpty() ? "" : " above " + above : " from " + least;
        String to = most.isEmpty() ? "" : (least.isEmpty() ? " up to " : " to ") + most;
        return what + from + to + unit + subject.suchAs();
    }

    private String unquoted() {
        return target.value() instanceof JsonValue.Text ? ", without quotes" : "";
    }

    private Complaint is(String wanted, String hint) {
        return complaint(target.name() + " is " + target.value().inWords() + ", not " + wanted, hint);
    }

    private Complaint complaint(String what, String hint) {
        return new Complaint(target.place(), "", what, hint);
    }
}
