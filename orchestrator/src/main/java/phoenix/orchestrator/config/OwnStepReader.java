package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.host.HostServices;

/** Reads the user's own steps of the node: a folder each, with {@code step.json} (what it needs, its parameters) and {@code step.sh}. */
final class OwnStepReader {
    private static final String MANIFEST = "step.json";
    private static final String SCRIPT = "step.sh";

    private final Path folder;
    private final Problems problems;

    OwnStepReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    List<HostServices.OwnStep> read() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<HostServices.OwnStep> steps = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path step : found.filter(Files::isDirectory).sorted().toList()) {
                step(step).ifPresent(steps::add);
            }
        } catch (IOException unreadable) {
            problems.error(here(folder), "the folder " + folder + " cannot be read", "see that it may be read");
        }
        return steps;
    }

    private static phoenix.orchestrator.desired.Place here(Path path) {
        return new phoenix.orchestrator.desired.Place(path.toString(), 0, 0, "");
    }

    private Optional<HostServices.OwnStep> step(Path step) {
        String name = String.valueOf(step.getFileName());
        Path script = step.resolve(SCRIPT);
        if (!Files.isRegularFile(script)) {
            problems.error(
                    here(step),
                    "the step " + name + " has no " + SCRIPT,
                    "write one that takes \"check\" and \"apply\", or remove the folder");
            return Optional.empty();
        }
        Path manifest = step.resolve(MANIFEST);
        Optional<Fields> fields = Files.exists(manifest) ? TextFile.readObject(manifest, problems) : Optional.empty();
        SortedMap<String, String> parameters = new TreeMap<>();
        fields.flatMap(all -> all.inner("parameters"))
                .ifPresent(all -> all.object()
                        .members()
                        .keySet()
                        .forEach(key -> all.word(key).ifPresent(word -> parameters.put(key, word.value()))));
        List<String> needs = fields.map(
                        all -> all.words("needs").stream().map(Located::value).toList())
                .orElse(List.of());
        try {
            return Optional.of(new HostServices.OwnStep(name, needs, parameters, Files.readString(script)));
        } catch (IOException unreadable) {
            problems.error(here(script), script + " cannot be read", "see that it may be read");
            return Optional.empty();
        }
    }
}
