package phoenix.pve.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import phoenix.pve.PropertyString;
import tools.jackson.databind.JsonNode;

/** Proxmox's own schema of its API, and whether a request keeps to it. */
final class Contract {
    private final JsonNode paths;
    private final JsonNode formats;

    private Contract(JsonNode paths, JsonNode formats) {
        this.paths = paths;
        this.formats = formats;
    }

    /** The folder {@code shared/pve-api} beside the checkout or above it; empty if there is none. */
    static Optional<Path> folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("pve-api");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    static Contract read(Path folder, String release) {
        try {
            return new Contract(
                    Json.parse(Files.readAllBytes(folder.resolve("pve-" + release + ".json")))
                            .path("paths"),
                    Json.parse(Files.readAllBytes(folder.resolve("formats.json")))
                            .path("scalarFormats"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a request; nothing if Proxmox would take it. */
    List<String> problems(Request<?> request) {
        List<String> segments = List.of(request.path().substring(1).split("/"));
        for (Map.Entry<String, JsonNode> entry : paths.properties()) {
            Map<String, String> variables =
                    match(List.of(entry.getKey().substring(1).split("/")), segments);
            if (variables != null) {
                JsonNode method = entry.getValue().path(request.method().name());
                return method.isMissingNode()
                        ? List.of(entry.getKey() + " has no method " + request.method())
                        : problems(method, variables, request.parameters());
            }
        }
        return List.of("no path " + request.path());
    }

    private static @Nullable Map<String, String> match(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            if (part.startsWith("{")) {
                variables.put(
                        part.substring(1, part.length() - 1),
                        URLDecoder.decode(segments.get(i), StandardCharsets.UTF_8));
            } else if (!part.equals(segments.get(i))) {
                return null;
            }
        }
        return variables;
    }

    private List<String> problems(JsonNode method, Map<String, String> variables, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(variables);
        List<String> problems = new ArrayList<>();
        parameters.forEach((name, value) -> {
            if (all.put(name, value) != null) {
                problems.add(name + " stands in the path already");
            }
        });
        JsonNode known = method.path("parameters");
        all.forEach((name, value) -> {
            JsonNode schema = known.path(known.has(name) ? name : name.replaceFirst("[0-9]+$", "[n]"));
            if (schema.isMissingNode()) {
                problems.add(name + ": property is not defined in schema");
            } else {
                check(name, value, schema, problems);
                String requires = Json.text(schema, "requires");
                if (!requires.isEmpty() && !all.containsKey(requires)) {
                    problems.add(requires + ": missing property required by '" + name + "'");
                }
            }
        });
        for (Map.Entry<String, JsonNode> entry : known.properties()) {
            if (!Json.flag(entry.getValue(), "optional") && !all.containsKey(entry.getKey())) {
                problems.add(entry.getKey() + ": property is missing and it is not optional");
            }
        }
        return problems;
    }

    private static JsonNode string(JsonNode items) {
        return items.has("type")
                ? items
                : tools.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "string");
    }

    private void check(String name, String value, JsonNode schema, List<String> problems) {
        String type = Json.text(schema, "type");
        if (type.equals("array")) {
            ManyValues.in(value).forEach(item -> check(name, item, string(schema.path("items")), problems));
            return;
        }
        boolean typed = switch (type) {
            case "integer" -> value.matches("[+-]?[0-9]+");
            case "number" -> value.matches("-?[0-9]+(\\.[0-9]+)?");
            case "boolean" -> value.matches("[01]");
            case "string" -> true;
            default -> throw new IllegalStateException("no check for type " + type + " of " + name);
        };
        if (!typed) {
            problems.add(name + ": type check ('" + type + "') failed - got '" + value + "'");
            return;
        }
        JsonNode format = schema.path("format");
        if (format.isObject()) {
            checkProperties(name, value, format, problems);
        } else if (format.isString()) {
            checkFormat(name, value, format.stringValue(), problems);
        }
        String pattern = Json.text(schema, "pattern");
        if (!pattern.isEmpty() && !java(pattern).matcher(value).matches()) {
            problems.add(name + ": value does not match the regex pattern");
        }
        checkBounds(name, value, schema, problems);
    }

    private void checkBounds(String name, String value, JsonNode schema, List<String> problems) {
        if (schema.has("maxLength") && value.length() > Json.number(schema, "maxLength")) {
            problems.add(name + ": value may only be " + Json.text(schema, "maxLength") + " characters long");
        }
        if (schema.has("minLength") && value.length() < Json.number(schema, "minLength")) {
            problems.add(name + ": value must be at least " + Json.text(schema, "minLength") + " characters long");
        }
        if (schema.has("minimum")
                && new BigDecimal(value).compareTo(schema.path("minimum").decimalValue()) < 0) {
            problems.add(name + ": value must have a minimum value of " + Json.text(schema, "minimum"));
        }
        if (schema.has("maximum")
                && new BigDecimal(value).compareTo(schema.path("maximum").decimalValue()) > 0) {
            problems.add(name + ": value must have a maximum value of " + Json.text(schema, "maximum"));
        }
        if (schema.has("enum") && !Json.list(schema.path("enum"), Json::asText).contains(value)) {
            problems.add(name + ": value '" + value + "' does not have a value in the enumeration");
        }
    }

    private void checkProperties(String name, String value, JsonNode format, List<String> problems) {
        String defaultKey = format.properties().stream()
                .filter(entry -> Json.flag(entry.getValue(), "default_key"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        Map<String, String> values = new LinkedHashMap<>();
        PropertyString.parse(value, defaultKey).values().forEach((key, part) -> {
            String alias = Json.text(format.path(key), "alias");
            String keyAlias = Json.text(format.path(key), "keyAlias");
            values.put(alias.isEmpty() ? key : alias, part);
            if (!keyAlias.isEmpty()) {
                values.put(keyAlias, key);
            }
        });
        values.forEach((key, part) -> {
            if (format.has(key)) {
                check(name + "." + key, part, format.path(key), problems);
            } else {
                problems.add(name + ": invalid key in comma-separated list property: " + key);
            }
        });
        for (Map.Entry<String, JsonNode> entry : format.properties()) {
            boolean alias = entry.getValue().has("alias") || entry.getValue().has("keyAlias");
            if (!alias && !Json.flag(entry.getValue(), "optional") && !values.containsKey(entry.getKey())) {
                problems.add(name + "." + entry.getKey() + ": property is missing and it is not optional");
            }
        }
    }

    /** Formats that are a rule in words are left to the server; those that are a pattern or a list of words are checked. */
    private void checkFormat(String name, String value, String format, List<String> problems) {
        List<String> values = List.of(value);
        String single = format;
        if (format.endsWith("-list") && !formats.has(format)) {
            single = format.substring(0, format.length() - "-list".length());
            values = List.of(value.split("[,;\\s]+"));
        }
        JsonNode rule = formats.path(single);
        for (String part : values) {
            String pattern = Json.text(rule, "pattern");
            boolean right = (pattern.isEmpty() || java(pattern).matcher(part).find())
                    && (!rule.has("enum")
                            || Json.list(rule.path("enum"), Json::asText).contains(part));
            if (!right) {
                problems.add(name + ": invalid format - " + Json.text(rule, "error"));
            }
        }
    }

    private static Pattern java(String perl) {
        return Pattern.compile(perl.replace("(?^", "(?").replace("\\0", "\\x00").replaceAll("\\{,([0-9]+)}", "{0,$1}"));
    }
}
