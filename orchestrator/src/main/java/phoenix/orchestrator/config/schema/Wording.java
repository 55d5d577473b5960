package phoenix.orchestrator.config.schema;

import java.util.ArrayList;
import java.util.Collections;
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
            case "minimum", "maximum", "exclusiveMinimum" -> outOfRange();
            case "maxLength" -> tooLong();
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
        // Not the choice's words, if it is one: those of the form that was meant.
        String noun = Subject.of(innermostFirst()).noun();
        return new Complaint(target.keyPlace(key), "", "'" + Shortened.of(key) + "' is no key of " + noun, hint);
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
        Subject name = Subject.of(innermostFirst());
        return new Complaint(
                target.keyPlace(key),
                "",
                "the key '" + Shortened.of(key) + "' is not " + name.noun(),
                "write " + name.rule() + name.suchAs());
    }

    private Complaint wrongType() {
        // A list of types is a choice, and said as one.
        String type = Subject.first(schemas, "type")
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .orElse("");
        return switch (type) {
            case "integer" -> is("a whole number", "write " + numberRule() + unquoted());
            case "number" -> is("a number", "write " + numberRule() + unquoted());
            case "boolean" -> is("true or false", "write true or false, without quotes");
            case "string" -> is("a text", "write " + textRule());
            default -> wrongForm();
        };
    }

    private Complaint outOfRange() {
        Optional<String> least = bound("minimum");
        Optional<String> most = bound("maximum");
        String number = target.value() instanceof JsonValue.Numeral numeral ? Shortened.of(numeral.literal()) : "";
        String where = switch (finding.keyword()) {
            case "exclusiveMinimum" ->
                ", not above " + bound("exclusiveMinimum").orElseThrow();
            case "minimum" ->
                most.map(bound -> ", outside " + least.orElseThrow() + " to " + bound)
                        .orElseGet(() -> ", below " + least.orElseThrow());
            default ->
                least.map(bound -> ", outside " + bound + " to " + most.orElseThrow())
                        .orElseGet(() -> ", above " + most.orElseThrow());
        };
        return complaint(target.name() + " is " + number + where, "write " + numberRule());
    }

    private Complaint tooLong() {
        String most =
                Subject.first(schemas, "maxLength").map(JsonNode::toString).orElse("");
        return complaint(
                target.name() + " is " + target.value().inWords() + ", longer than " + most + " characters",
                "write " + subject.suggestion());
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
        return complaint(target.name() + " is empty", "write " + subject.suggestion() + ", or leave it out");
    }

    private Complaint wrongForm() {
        return is(subject.noun(), "write " + subject.suggestion());
    }

    private String textRule() {
        boolean bare = target.value() instanceof JsonValue.Numeral || target.value() instanceof JsonValue.Bool;
        if (subject.rule().equals("a text")) {
            return "a text in double quotes" + subject.suchAs();
        }
        return subject.rule() + subject.suchAs() + (bare ? ", in double quotes" : "");
    }

    /** {@code a whole number from 16 to 16777216 (MiB), such as 1024}. */
    private String numberRule() {
        Optional<String> least = bound("minimum");
        Optional<String> above = bound("exclusiveMinimum");
        Optional<String> most = bound("maximum");
        boolean whole = Subject.first(schemas, "type")
                .map(JsonNode::asString)
                .filter("integer"::equals)
                .isPresent();
        return (whole ? "a whole number" : "a number")
                + least.map(bound -> " from " + bound).orElse("")
                + above.map(bound -> " above " + bound).orElse("")
                + most.map(bound ->
                                (least.isPresent() ? " to " : above.isPresent() ? " and up to " : " up to ") + bound)
                        .orElse("")
                + " (" + subject.unit() + ")" + subject.suchAs();
    }

    private Optional<String> bound(String keyword) {
        return Subject.first(schemas, keyword).map(JsonNode::toString);
    }

    private List<SchemaNode> innermostFirst() {
        List<SchemaNode> reversed = new ArrayList<>(schemas);
        Collections.reverse(reversed);
        return reversed;
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
