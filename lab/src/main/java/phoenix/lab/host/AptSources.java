package phoenix.lab.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import phoenix.lab.node.NodeException;

/**
 * The package sources that the machine itself uses for Debian 12, so that what the lab builds comes from the same mirror.
 *
 * @param lines in the one-line form of {@code sources.list}, component {@code main} only; never empty
 * @see "sources.list(5)"
 */
record AptSources(List<String> lines) {
    static final String SUITE = "bookworm";
    private static final List<String> SUITES = List.of(SUITE, SUITE + "-updates", SUITE + "-security");

    AptSources {
        lines = List.copyOf(lines);
    }

    /**
     * Reads them.
     *
     * @param apt the folder {@code /etc/apt}
     * @throws NodeException if none of them brings Debian 12
     */
    static AptSources of(Path apt) {
        List<String> lines = new ArrayList<>();
        for (Path file : files(apt)) {
            String text = PlainFile.read(file);
            lines.addAll(file.toString().endsWith(".sources") ? stanzas(text) : oneLiners(text));
        }
        if (lines.stream().noneMatch(line -> line.contains(" " + SUITE + " "))) {
            throw new NodeException("no package source for Debian 12 (" + SUITE + ") in " + apt
                    + ", so the lab's system cannot be built; add one there, or simulate the lab");
        }
        return new AptSources(lines.stream().distinct().toList());
    }

    private static List<Path> files(Path apt) {
        List<Path> files = new ArrayList<>();
        if (Files.exists(apt.resolve("sources.list"))) {
            files.add(apt.resolve("sources.list"));
        }
        PlainFile.list(apt.resolve("sources.list.d")).stream()
                .filter(file ->
                        file.toString().endsWith(".list") || file.toString().endsWith(".sources"))
                .forEach(files::add);
        return files;
    }

    private static List<String> oneLiners(String text) {
        List<String> found = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.replaceFirst("#.*", "")
                    .replaceFirst("\\[[^]]*\\]", "")
                    .strip()
                    .split("\\s+");
            if (words.length >= 4 && words[0].equals("deb")) {
                List<String> components = Arrays.asList(words).subList(3, words.length);
                add(found, words[1], words[2], components);
            }
        }
        return found;
    }

    private static List<String> stanzas(String text) {
        List<String> found = new ArrayList<>();
        for (String stanza : text.replaceAll("(?m)^#.*\\R?", "").split("\\n\\s*\\n")) {
            Map<String, List<String>> fields = fields(stanza);
            boolean disabled = fields.getOrDefault("enabled", List.of()).contains("no");
            if (disabled || !fields.getOrDefault("types", List.of()).contains("deb")) {
                continue;
            }
            for (String uri : fields.getOrDefault("uris", List.of())) {
                for (String suite : fields.getOrDefault("suites", List.of())) {
                    add(found, uri, suite, fields.getOrDefault("components", List.of()));
                }
            }
        }
        return found;
    }

    private static Map<String, List<String>> fields(String stanza) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String line : stanza.replaceAll("\\n[ \\t]+", " ").lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                fields.put(name, List.of(line.substring(colon + 1).strip().split("\\s+")));
            }
        }
        return fields;
    }

    private static void add(List<String> found, String uri, String suite, List<String> components) {
        if (uri.startsWith("http") && SUITES.contains(suite) && components.contains("main")) {
            found.add("deb " + uri + " " + suite + " main");
        }
    }
}
