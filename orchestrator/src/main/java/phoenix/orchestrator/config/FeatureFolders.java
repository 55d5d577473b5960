package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where features are looked for. A feature is a folder with a {@code feature.sh}; its name is the folder's.
 *
 * @param roots the folders of features, the first wins; one that does not exist holds none
 */
public record FeatureFolders(List<Path> roots) {
    static final String SCRIPT = "feature.sh";
    static final String MANIFEST = "feature.json";
    private static final String HELPER = "phoenix.sh";

    public FeatureFolders {
        roots = List.copyOf(roots);
    }

    /**
     * The user's own features, then the shipped ones.
     *
     * @param configuration the folder with the user's three files
     * @param home the folder of this installation
     */
    public static FeatureFolders of(Path configuration, Path home) {
        return new FeatureFolders(List.of(configuration.resolve("features"), home.resolve("features")));
    }

    /** The folder of a feature; {@code name} must be a plain name, not a path. */
    public Optional<Path> find(String name) {
        return roots.stream()
                .map(root -> root.resolve(name))
                .filter(folder -> Files.isRegularFile(folder.resolve(SCRIPT)))
                .findFirst();
    }

    /**
     * The names of all features.
     *
     * @throws IOException if a root cannot be listed
     */
    public NavigableSet<String> names() throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        for (Path root : roots) {
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (Stream<Path> folders = Files.list(root)) {
                folders.filter(folder -> Files.isRegularFile(folder.resolve(SCRIPT)))
                        .forEach(folder -> names.add(String.valueOf(folder.getFileName())));
            }
        }
        return names;
    }

    /** The shell functions that are copied beside every script, {@code phoenix.sh}; the first root that has them wins. */
    public Optional<Path> helper() {
        return roots.stream()
                .map(root -> root.resolve(HELPER))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
