package phoenix.orchestrator.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.config.schema.SchemaCheck;

/**
 * What a feature says of itself in {@code feature.json}.
 *
 * @param needs the features that must have been applied before it
 * @param kinds of guests that it can be applied to: {@code container}, {@code vm}
 * @param parameters what a guest may ask of it, by name
 * @param files the files of its folder that a guest gets, the script among them; null for all
 */
record FeatureManifest(
        Set<String> needs,
        Set<String> kinds,
        SortedMap<String, Parameter> parameters,
        @Nullable List<String> files) {
    static final FeatureManifest EMPTY = new FeatureManifest(Set.of(), Set.of("container"), new TreeMap<>(), null);

    FeatureManifest {
        needs = Set.copyOf(needs);
        kinds = Set.copyOf(kinds);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        files = files == null ? null : List.copyOf(files);
    }

    /**
     * A parameter.
     *
     * @param type {@code string}, {@code integer}, {@code boolean} or {@code list}; null for any
     * @param standard what it is where a guest says nothing
     * @param required whether a guest must say it
     * @param secret whether it is to be given by reference
     * @param allowed the only values that it may have, as JSON; empty for any
     */
    record Parameter(
            @Nullable String type,
            @Nullable JsonValue standard,
            boolean required,
            boolean secret,
            List<String> allowed) {
        Parameter {
            allowed = List.copyOf(allowed);
        }

        boolean takes(JsonValue value) {
            return isOfType(value) && (allowed.isEmpty() || allowed.contains(JsonPrinter.line(value)));
        }

        private boolean isOfType(JsonValue value) {
            if (type == null) {
                return true;
            }
            return switch (type) {
                case "string" -> Secrets.isText(value);
                case "integer" -> Fields.whole(value).isPresent();
                case "boolean" -> value instanceof JsonValue.Bool;
                case "list" -> value instanceof JsonValue.Arr;
                default -> true;
            };
        }

        /** What it takes, as a sentence names it. */
        String inWords() {
            if (!allowed.isEmpty()) {
                return "one of " + String.join(", ", allowed);
            }
            return switch (type == null ? "" : type) {
                case "string" -> "a text";
                case "integer" -> "a whole number";
                case "boolean" -> "true or false";
                case "list" -> "a list";
                default -> "a value";
            };
        }
    }

    /** Reads the manifest of a feature; a feature without one needs nothing and takes no parameters. */
    static FeatureManifest read(Path folder, String name, Problems problems) {
        Path file = folder.resolve(FeatureFolders.MANIFEST);
        return Files.exists(file)
                ? TextFile.readObject(file, problems)
                        .map(fields -> read(fields, folder, name))
                        .orElse(EMPTY)
                : EMPTY;
    }

    private static FeatureManifest read(Fields fields, Path folder, String name) {
        ConfigLoader.checkForm(fields, SchemaCheck.FEATURE);
        Set<String> needs = new HashSet<>();
        for (Located<String> need : fields.words("needs")) {
            if (need.value().equals(name)) {
                fields.problems()
                        .error(need.place(), "the feature '" + name + "' needs itself", "remove it from the list");
            } else {
                needs.add(need.value());
            }
        }
        SortedMap<String, Parameter> parameters = new TreeMap<>();
        fields.inner("parameters")
                .ifPresent(all -> all.object().members().forEach((key, member) -> {
                    if (!Keys.isComment(key) && member.value() instanceof JsonValue.Obj object) {
                        Parameter parameter = parameter(new Fields(object, fields.problems()));
                        parameters.put(key, parameter);
                        checkStandard(key, parameter, fields.problems());
                    }
                }));
        Set<String> kinds = new HashSet<>();
        fields.words("kinds").forEach(kind -> kinds.add(kind.value()));
        return new FeatureManifest(
                needs, kinds.isEmpty() ? EMPTY.kinds() : kinds, parameters, files(fields, folder, name));
    }

    private static @Nullable List<String> files(Fields fields, Path folder, String name) {
        if (!fields.has("files")) {
            return null;
        }
        SortedSet<String> files = new TreeSet<>(Set.of(FeatureFolders.SCRIPT));
        for (Located<String> file : fields.words("files")) {
            Path path = folder.resolve(file.value()).normalize();
            if (path.startsWith(folder.normalize()) && Files.isRegularFile(path)) {
                files.add(folder.normalize().relativize(path).toString());
            } else {
                fields.problems()
                        .error(
                                file.place(),
                                "the feature '" + name + "' has no file '" + Shortened.of(file.value())
                                        + "' in its folder",
                                "write the path of a file in it, or add the file");
            }
        }
        return List.copyOf(files);
    }

    private static Parameter parameter(Fields fields) {
        return new Parameter(
                Located.valueOf(fields.word("type").orElse(null)),
                fields.value("default").orElse(null),
                fields.flag("required").map(Located::value).orElse(false),
                fields.flag("secret").map(Located::value).orElse(false),
                fields.oneOrMore("enum").orElse(List.of()).stream()
                        .map(JsonPrinter::line)
                        .toList());
    }

    private static void checkStandard(String key, Parameter parameter, Problems problems) {
        JsonValue standard = parameter.standard();
        if (standard != null && !parameter.takes(standard)) {
            problems.error(
                    standard.place(),
                    "the default of '" + Shortened.of(key) + "' is " + standard.inWords() + ", not "
                            + parameter.inWords(),
                    "write " + parameter.inWords() + ", or another 'type'");
        }
    }
}
