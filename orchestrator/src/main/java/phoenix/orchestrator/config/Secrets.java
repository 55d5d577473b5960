package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.desired.SecretTexts;

/**
 * Follows references to secrets: {@code {"$env": "NAME"}} and {@code {"$file": "path"}}. Each is followed once; one that leads nowhere is
 * reported. No value is ever part of a problem. Confined to one load and its thread.
 */
final class Secrets {
    private static final String ENV = "$env";
    private static final String FILE = "$file";

    private final Path folder;
    private final Map<String, String> environment;
    private final Problems problems;
    private final Map<Place, Optional<Secret>> found = new HashMap<>();

    /**
     * A reader of secrets.
     *
     * @param folder the configuration's folder, to which paths are relative
     * @param environment variables that may be named
     */
    Secrets(Path folder, Map<String, String> environment, Problems problems) {
        this.folder = folder;
        this.environment = environment;
        this.problems = problems;
    }

    /** A secret's value, which nobody prints by accident. */
    record Secret(String value) {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** Whether a value stands for a secret that lies elsewhere. */
    static boolean isReference(JsonValue value) {
        return value instanceof JsonValue.Obj object
                && (object.members().containsKey(ENV) || object.members().containsKey(FILE))
                && said(object).size() == 1;
    }

    private static List<JsonValue.Member> said(JsonValue.Obj object) {
        return object.members().values().stream()
                .filter(member -> !Keys.isComment(member.key()))
                .toList();
    }

    /** Whether a value is a text, or a reference to one. */
    static boolean isText(JsonValue value) {
        return value instanceof JsonValue.Text || isReference(value);
    }

    /** What a reference leads to; empty if it leads nowhere, which is then reported. */
    Optional<Secret> follow(JsonValue.Obj reference) {
        Optional<Secret> known = found.get(reference.place());
        if (known == null) {
            known = read(reference);
            found.put(reference.place(), known);
        }
        return known;
    }

    /** All that have been followed so far. */
    SecretTexts texts() {
        return new SecretTexts(found.values().stream()
                .flatMap(Optional::stream)
                .map(Secret::value)
                .toList());
    }

    private Optional<Secret> read(JsonValue.Obj reference) {
        JsonValue.Member member = said(reference).get(0);
        if (!(member.value() instanceof JsonValue.Text name)) {
            return Optional.empty();
        }
        return member.key().equals(ENV) ? variable(name) : file(name);
    }

    private Optional<Secret> variable(JsonValue.Text name) {
        String value = environment.get(name.text());
        if (value == null) {
            problems.error(
                    name.place(),
                    "the environment variable '" + Shortened.of(name.text()) + "' is not set",
                    "set it where phoenix runs: export " + Shortened.of(name.text()) + "=...");
        } else if (value.isEmpty()) {
            problems.error(
                    name.place(),
                    "the environment variable '" + Shortened.of(name.text()) + "' is empty",
                    "give it a value where phoenix runs");
            return Optional.empty();
        }
        return Optional.ofNullable(value).map(Secret::new);
    }

    private Optional<Secret> file(JsonValue.Text name) {
        Path path;
        try {
            path = folder.resolve(name.text());
        } catch (InvalidPathException e) {
            problems.error(
                    name.place(),
                    "'" + Shortened.of(name.text()) + "' is no path: " + e.getReason(),
                    "write the path of a file, relative to the configuration's folder");
            return Optional.empty();
        }
        try {
            String text = Files.readString(path).stripTrailing();
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
            problems.error(name.place(), "the file " + path + " is empty", "write the text into it");
        } catch (IOException e) {
            boolean there = Files.exists(path);
            problems.error(
                    name.place(),
                    "the file " + path + (there ? " cannot be read: " + TextFile.reason(e) : " does not exist"),
                    there
                            ? "make it a text file that the user who runs phoenix may read"
                            : "put it there, or correct the path; it is relative to the configuration's folder");
        }
        return Optional.empty();
    }
}
