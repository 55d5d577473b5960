package phoenix.lab.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of one value, in Proxmox's order: type, format, pattern, lengths, range, enumeration; the first failure wins. */
final class Values {
    static final String NOT_IN_SCHEMA =
            "property is not defined in schema and the schema does not allow additional properties";

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+\\.[0-9]+|[0-9]+\\.|\\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Values() {}

    static void check(String path, Param param, @Nullable Object value, Map<String, String> problems) {
        if (value == null || param.isAlias()) {
            if (!param.isOptional()) {
                add(problems, path, "property is missing and it is not optional");
            }
            return;
        }
        problem(path, param, value).ifPresent(problem -> add(problems, path, problem));
        if (param.elements().isPresent() && value instanceof List<?> elements) {
            Param element = Param.string(param.name()).format(param.elements().get());
            for (int i = 0; i < elements.size(); i++) {
                check(path + "[" + i + "]", element, elements.get(i), problems);
            }
        }
    }

    static void add(Map<String, String> problems, String path, String problem) {
        problems.merge(path, problem, (before, next) -> before + "\\n" + next);
    }

    private static Optional<String> problem(String path, Param param, Object value) {
        Optional<String> wrongType = wrongType(param.type(), value);
        if (wrongType.isPresent()) {
            return wrongType;
        }
        String text = value.toString();
        return wrongFormat(path, param, text)
                .or(() -> wrongPattern(param, text))
                .or(() -> wrongLength(param, text))
                .or(() -> outOfRange(param, text))
                .or(() -> notListed(param, text));
    }

    private static Optional<String> wrongType(String type, Object value) {
        if (type.equals("array")) {
            return value instanceof List ? Optional.empty() : Optional.of("type check ('array') failed");
        }
        if (!(value instanceof String text)) {
            return Optional.of("type check ('" + type + "') failed - got " + perlName(value));
        }
        boolean good = switch (type) {
            case "boolean" -> text.equals("1") || text.equals("0");
            case "integer" -> INTEGER.matcher(text).matches();
            case "number" -> NUMBER.matcher(text).matches();
            default -> true;
        };
        return good ? Optional.empty() : Optional.of("type check ('" + type + "') failed - got '" + text + "'");
    }

    private static String perlName(Object value) {
        if (value instanceof List) {
            return "ARRAY";
        }
        return value instanceof Boolean ? "JSON::PP::Boolean" : "HASH";
    }

    private static Optional<String> wrongFormat(String path, Param param, String text) {
        try {
            if (param.properties().isPresent()) {
                param.properties().get().parse(text, path);
            } else if (param.namedFormat().isPresent()) {
                Formats.check(param.namedFormat().get(), text);
            }
            return Optional.empty();
        } catch (InvalidFormat invalid) {
            return Optional.of("invalid format - " + invalid.text());
        }
    }

    private static Optional<String> wrongPattern(Param param, String text) {
        return param.rule("pattern")
                .filter(pattern -> !PATTERNS.computeIfAbsent(pattern.toString(), Pattern::compile)
                        .matcher(text)
                        .matches())
                .map(pattern -> "value does not match the regex pattern");
    }

    private static Optional<String> wrongLength(Param param, String text) {
        int length = text.codePointCount(0, text.length());
        Optional<String> tooLong = param.rule("maxLength")
                .filter(most -> length > (Long) most)
                .map(most -> "value may only be " + most + " characters long");
        return tooLong.or(() -> param.rule("minLength")
                .filter(least -> length < (Long) least)
                .map(least -> "value must be at least " + least + " characters long"));
    }

    private static Optional<String> outOfRange(Param param, String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text);
        Optional<String> tooHigh = param.rule("maximum")
                .filter(most -> number.compareTo(BigDecimal.valueOf((Long) most)) > 0)
                .map(most -> "value must have a maximum value of " + most);
        return tooHigh.or(() -> param.rule("minimum")
                .filter(least -> number.compareTo(BigDecimal.valueOf((Long) least)) < 0)
                .map(least -> "value must have a minimum value of " + least));
    }

    private static Optional<String> notListed(Param param, String text) {
        return param.rule("enum")
                .filter(values -> !((List<?>) values).contains(text))
                .map(values -> "value '" + text + "' does not have a value in the enumeration '"
                        + String.join(
                                ", ",
                                ((List<?>) values)
                                        .stream().map(Object::toString).toList())
                        + "'");
    }
}
