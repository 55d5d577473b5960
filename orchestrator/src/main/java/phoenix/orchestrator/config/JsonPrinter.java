package phoenix.orchestrator.config;

import java.util.Iterator;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/** Prints a value as JSON text, indented, without comments and nulls: two files that say the same print the same. */
final class JsonPrinter {
    private final StringBuilder text = new StringBuilder();

    private JsonPrinter() {}

    /** A container's part of the configuration: its ID, then its own keys in the order of the file. */
    static String slice(int id, JsonValue.Obj container) {
        JsonPrinter printer = new JsonPrinter();
        List<JsonValue.Member> members = said(container);
        printer.text.append("{\n  \"id\": ").append(id);
        for (JsonValue.Member member : members) {
            printer.text.append(",\n");
            printer.member(member, "  ");
        }
        return printer.text.append("\n}\n").toString();
    }

    private static List<JsonValue.Member> said(JsonValue.Obj object) {
        return object.members().values().stream()
                .filter(member -> !Keys.isComment(member.key()) && !(member.value() instanceof JsonValue.Null))
                .toList();
    }

    private void member(JsonValue.Member member, String indent) {
        text.append(indent);
        string(member.key());
        text.append(": ");
        value(member.value(), indent);
    }

    private void value(JsonValue value, String indent) {
        if (value instanceof JsonValue.Obj object) {
            object(said(object), indent);
        } else if (value instanceof JsonValue.Arr array) {
            array(array.items(), indent);
        } else if (value instanceof JsonValue.Text string) {
            string(string.text());
        } else if (value instanceof JsonValue.Numeral numeral) {
            text.append(numeral.literal());
        } else if (value instanceof JsonValue.Bool bool) {
            text.append(bool.value());
        } else {
            text.append("null");
        }
    }

    private void object(List<JsonValue.Member> members, String indent) {
        if (members.isEmpty()) {
            text.append("{}");
            return;
        }
        text.append("{\n");
        for (Iterator<JsonValue.Member> each = members.iterator(); each.hasNext(); ) {
            member(each.next(), indent + "  ");
            text.append(each.hasNext() ? ",\n" : "\n");
        }
        text.append(indent).append('}');
    }

    private void array(List<JsonValue> items, String indent) {
        if (items.isEmpty()) {
            text.append("[]");
            return;
        }
        text.append("[\n");
        for (Iterator<JsonValue> each = items.iterator(); each.hasNext(); ) {
            text.append(indent).append("  ");
            value(each.next(), indent + "  ");
            text.append(each.hasNext() ? ",\n" : "\n");
        }
        text.append(indent).append(']');
    }

    private void string(String string) {
        text.append('"')
                .append(JsonStringEncoder.getInstance().quoteAsCharArray(string))
                .append('"');
    }
}
