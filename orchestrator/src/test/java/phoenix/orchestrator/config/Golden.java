package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of expected texts, each under its own heading {@code == name}. With {@code -Dgolden.update=true} it is written anew; the
 * difference is then to be reviewed like code.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/phoenix/orchestrator/config");

    private final Path file;
    private final Map<String, String> texts = new LinkedHashMap<>();

    Golden(String name) throws IOException {
        file = FOLDER.resolve(name);
        if (Files.exists(file)) {
            String content = "\n" + Files.readString(file);
            Arrays.stream(content.split("\n== ", -1)).skip(1).forEach(part -> {
                int end = part.indexOf('\n');
                texts.put(part.substring(0, end), part.substring(end + 1).stripTrailing() + "\n");
            });
        }
    }

    static boolean isUpdate() {
        return Boolean.getBoolean("golden.update");
    }

    /** The expected text of a case; a case without one expects this very answer to be replaced. */
    String expected(String name) {
        return texts.getOrDefault(name, "nothing is written under '" + name + "' in " + file);
    }

    /** The names of the cases, to notice one that no test makes any more. */
    Iterable<String> names() {
        return texts.keySet();
    }

    void write(Map<String, String> actual) throws IOException {
        StringBuilder content = new StringBuilder();
        actual.forEach((name, text) -> content.append("== ")
                .append(name)
                .append('\n')
                .append(text.stripTrailing())
                .append("\n\n"));
        Files.createDirectories(FOLDER);
        Files.writeString(file, content.toString().stripTrailing() + "\n");
    }
}
