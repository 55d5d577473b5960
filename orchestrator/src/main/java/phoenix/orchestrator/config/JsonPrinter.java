package phoenix.orchestrator.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Prints values as JSON text without comments and nulls, the keys of each object in order: whatever says the same prints the same,
 * wherever it is written.
 */
final class JsonPrinter {
    private final StringBuilder text = new StringBuilder();
    private final boolean lines;
    private final Function<JsonValue.Obj, String> secrets;
    private boolean hidesSecrets;
    private boolean metSecret;

    private JsonPrinter(boolean lines, Function<JsonValue.Obj, String> secrets) {
        this.lines = lines;
        this.secrets = secrets;
    }

    /** A printed text, and whether a reference to a secret stands in it. */
    record Printed(String text, boolean hasSecret) {}

    /** A value on one line. */
    static String line(JsonValue value) {
        JsonPrinter printer = new JsonPrinter(false, reference -> "");
        printer.value(value, "");
        return printer.text.toString();
    }

    /** A value on one line, for people: what looks like a secret and is written as plain text is {@code "***"}. */
    static String shown(JsonValue.Member member) {
        JsonPrinter printer = new JsonPrinter(false, reference -> "");
        printer.hidesSecrets = true;
        printer.member(member.key(), member.value(), "");
        return printer.text.toString();
    }

    /** An object over several lines; references to secrets stay what they are. */
    static Printed lines(Map<String, JsonValue> members) {
        JsonPrinter printer = new JsonPrinter(true, reference -> "");
        printer.object(members, "");
        return new Printed(printer.text.append('\n').toString(), printer.metSecret);
    }

    /** The same with the texts that stand for the secrets. */
    static String revealed(Map<String, JsonValue> members, Function<JsonValue.Obj, String> secrets) {
        JsonPrinter printer = new JsonPrinter(true, secrets);
        printer.object(members, "");
        return printer.text.append('\n').toString();
    }

    private static Map<String, JsonValue> said(JsonValue.Obj object) {
        Map<String, JsonValue> said = new TreeMap<>();
        object.members().forEach((key, member) -> {
            if (!Keys.isComment(key) && !(member.value() instanceof JsonValue.Null)) {
                said.put(key, member.value());
            }
        });
        return said;
    }

    private void member(String key, JsonValue value, String indent) {
        if (hidesSecrets && value instanceof JsonValue.Text && SecretNames.looksSecret(key)) {
            string("***");
        } else {
            value(value, indent);
        }
    }

    private void value(JsonValue value, String indent) {
        if (value instanceof JsonValue.Obj object) {
            String secret = Secrets.isReference(object) ? secrets.apply(object) : "";
            metSecret |= Secrets.isReference(object);
            if (secret.isEmpty()) {
                object(said(object), indent);
            } else {
                string(secret);
            }
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

    private void object(Map<String, JsonValue> members, String indent) {
        text.append('{');
        String separator = "";
        for (Map.Entry<String, JsonValue> member : members.entrySet()) {
            text.append(separator);
            newLine(indent + "  ");
            string(member.getKey());
            text.append(": ");
            member(member.getKey(), member.getValue(), indent + "  ");
            separator = lines ? "," : ", ";
        }
        if (!members.isEmpty()) {
            newLine(indent);
        }
        text.append('}');
    }

    private void array(List<JsonValue> items, String indent) {
        text.append('[');
        String separator = "";
        for (JsonValue item : items) {
            text.append(separator);
            newLine(indent + "  ");
            value(item, indent + "  ");
            separator = lines ? "," : ", ";
        }
        if (!items.isEmpty()) {
            newLine(indent);
        }
        text.append(']');
    }

    private void newLine(String indent) {
        if (lines) {
            text.append('\n').append(indent);
        }
    }

    private void string(String string) {
        text.append('"')
                .append(JsonStringEncoder.getInstance().quoteAsCharArray(string))
                .append('"');
    }
}
