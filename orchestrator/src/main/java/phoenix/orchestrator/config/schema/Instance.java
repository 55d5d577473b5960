package phoenix.orchestrator.config.schema;

import java.math.BigInteger;
import phoenix.orchestrator.config.JsonValue;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A file's values as the validator wants them: without comments, and without the nulls of objects. What would cost the validator much
 * time is made smaller first, by a measure that no rule of a schema notices.
 */
final class Instance {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** More than any {@code maxLength} of the schemas. */
    private static final int MOST_CHARACTERS = 10_000;
    /** More than any bound of the schemas has. */
    private static final int MOST_DIGITS = 30;

    /** Above any bound of the schemas, and still a {@code long}: the validator fails over fractions that are none. */
    private static final double GREATEST = 1e15;

    private Instance() {}

    static JsonNode of(JsonValue value) {
        if (value instanceof JsonValue.Obj object) {
            ObjectNode node = NODES.objectNode();
            object.members().values().stream()
                    .filter(member -> !isComment(member.key()) && !(member.value() instanceof JsonValue.Null))
                    .forEach(member -> node.set(member.key(), of(member.value())));
            return node;
        } else if (value instanceof JsonValue.Arr array) {
            ArrayNode node = NODES.arrayNode();
            array.items().forEach(item -> node.add(of(item)));
            return node;
        } else if (value instanceof JsonValue.Text text) {
            String all = text.text();
            return new Text(all.length() <= MOST_CHARACTERS ? all : all.substring(0, MOST_CHARACTERS));
        } else if (value instanceof JsonValue.Numeral numeral) {
            return number(numeral.literal());
        } else if (value instanceof JsonValue.Bool bool) {
            return NODES.booleanNode(bool.value());
        } else if (value instanceof JsonValue.Null) {
            return NODES.nullNode();
        }
        throw new IllegalStateException("no kind of JSON value: " + value.getClass());
    }

    static boolean isComment(String key) {
        return key.startsWith("//") || key.startsWith("_");
    }

    private static JsonNode number(String literal) {
        if (literal.matches("-?[0-9]+")) {
            BigInteger whole =
                    new BigInteger(literal.length() <= MOST_DIGITS ? literal : literal.substring(0, MOST_DIGITS));
            return whole.bitLength() < Long.SIZE ? NODES.numberNode(whole.longValue()) : NODES.numberNode(whole);
        }
        double number = Double.parseDouble(literal);
        return NODES.numberNode(Math.max(-GREATEST, Math.min(GREATEST, number)));
    }

    /** A text that shows itself without the library's mapper, whose making takes longer than to check a fleet. */
    private static final class Text extends StringNode {
        private static final long serialVersionUID = 1;

        Text(String value) {
            super(value);
        }

        @Override
        public String toString() {
            return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(stringValue())) + '"';
        }
    }
}
