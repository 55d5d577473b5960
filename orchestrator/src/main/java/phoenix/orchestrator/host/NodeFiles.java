package phoenix.orchestrator.host;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.shipped.ShippedFile;

/** Whole files of the node and the tops of folders, as the script {@code look-files.sh} prints them. */
public final class NodeFiles {
    private final Map<String, Found> found = new HashMap<>();

    private NodeFiles() {}

    /**
     * What is at a path.
     *
     * @param mode octal, such as {@code 644}
     * @param owner {@code user:group} by name
     * @param owners the same by numbers
     * @param content empty for a folder
     */
    public record Found(boolean folder, String mode, String owner, String owners, String content) {}

    /**
     * Asks for files and folders.
     *
     * @param name of the question
     * @param paths may end with a pattern of the shell
     */
    public static Question question(String name, List<String> paths) {
        return new Question.Script(name, ShippedFile.text(NodeFiles.class, "look-files.sh"), paths);
    }

    /** The answer to {@link #question}. */
    public static NodeFiles of(HostFacts facts, String name) {
        NodeFiles files = new NodeFiles();
        for (String line : facts.lines(name)) {
            String[] words = line.split("\t", -1);
            if (words.length == 6) {
                byte[] content = Base64.getDecoder().decode(words[5]);
                files.found.put(
                        words[4],
                        new Found(
                                words[0].equals("directory"),
                                words[1],
                                words[2],
                                words[3],
                                new String(content, StandardCharsets.UTF_8)));
            }
        }
        return files;
    }

    public Optional<Found> at(String path) {
        return Optional.ofNullable(found.get(path));
    }

    /** The text of a file; empty if there is none. */
    public String text(String path) {
        return at(path).map(Found::content).orElse("");
    }

    /** The paths of what is there, sorted. */
    public List<String> paths() {
        return found.keySet().stream().sorted().toList();
    }
}
