package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import phoenix.orchestrator.desired.Application;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.note.Digest;

/** Reads {@code application_script}, {@code application_files} and {@code script_timeout_seconds}. */
final class ApplicationReader {
    private static final int LIMIT_SECONDS = 1800;
    private static final int MOST_LIMIT_SECONDS = 24 * 3600;
    /** What stands beside every script in the guest. */
    private static final Map<String, String> TAKEN =
            Map.of("phoenix.sh", "the shell functions", "guest.json", "the container's part of the configuration");

    private final Path folder;

    /**
     * A reader.
     *
     * @param folder the configuration's folder, to which paths are relative
     */
    ApplicationReader(Path folder) {
        this.folder = folder;
    }

    Optional<Application> read(Fields container, String slice) {
        Optional<Located<String>> name = container.text("application_script");
        int limit = container
                .whole("script_timeout_seconds", 1, MOST_LIMIT_SECONDS, "seconds")
                .map(Located::value)
                .orElse(LIMIT_SECONDS);
        List<Located<String>> fileNames = container.texts("application_files").orElse(List.of());
        if (!container.has("application_script")) {
            refuseAlone(container, "application_files");
            refuseAlone(container, "script_timeout_seconds");
        }
        Problems problems = container.problems();
        List<Located<Path>> files = new ArrayList<>();
        for (Located<String> file : fileNames) {
            find(file, "the application file", problems).ifPresent(files::add);
        }
        Optional<Located<Path>> script = name.flatMap(text -> find(text, "the application script", problems));
        checkNames(Stream.concat(script.stream(), files.stream()).toList(), problems);
        return script.flatMap(found -> application(found, files, slice, Duration.ofSeconds(limit), problems));
    }

    private static void refuseAlone(Fields container, String key) {
        container
                .value(key)
                .filter(value -> !Keys.isNothing(value))
                .ifPresent(value -> container
                        .problems()
                        .error(
                                value.place(),
                                "'" + key + "' is given without an 'application_script' that it is for",
                                "add 'application_script', or remove '" + key + "'"));
    }

    private Optional<Located<Path>> find(Located<String> text, String what, Problems problems) {
        List<Path> candidates = new ArrayList<>();
        try {
            Path path = Path.of(text.value());
            candidates.add(folder.resolve(path));
            if (!path.isAbsolute() && path.getNameCount() == 1) {
                candidates.add(folder.resolve("scripts").resolve(path));
            }
        } catch (InvalidPathException e) {
            problems.error(
                    text.place(),
                    what + " '" + Shortened.of(text.value()) + "' is no path: " + e.getReason(),
                    "write the path of a file");
            return Optional.empty();
        }
        Optional<Path> file = candidates.stream().filter(Files::isRegularFile).findFirst();
        if (file.isEmpty()) {
            problems.error(
                    text.place(),
                    what + " '" + Shortened.of(text.value()) + "' does not exist",
                    "put the file at "
                            + String.join(
                                    " or ",
                                    candidates.stream()
                                            .map(Path::toString)
                                            .map(Shortened::of)
                                            .toList())
                            + ", or correct the name");
        } else if (!Files.isReadable(file.get())) {
            problems.error(
                    text.place(),
                    what + " " + file.get() + " cannot be read: permission denied",
                    "make it readable for the user who runs phoenix");
            return Optional.empty();
        }
        return file.map(found -> new Located<>(found, text.place()));
    }

    private static void checkNames(List<Located<Path>> files, Problems problems) {
        Map<String, Path> seen = new HashMap<>();
        for (Located<Path> file : files) {
            String name = String.valueOf(file.value().getFileName());
            Path earlier = seen.putIfAbsent(name, file.value());
            if (TAKEN.containsKey(name)) {
                problems.error(
                        file.place(),
                        "the file " + file.value() + " would stand in the container under the name '" + name
                                + "', which is that of " + TAKEN.get(name),
                        "give it another name");
            } else if (earlier != null) {
                problems.error(
                        file.place(),
                        "the files " + earlier + " and " + file.value()
                                + " would stand in the container under one name, '" + name + "'",
                        "rename one of the two, or name it once");
            }
        }
    }

    private static Optional<Application> application(
            Located<Path> script, List<Located<Path>> files, String slice, Duration limit, Problems problems) {
        List<Path> paths = files.stream().map(Located::value).toList();
        Digest digest = new Digest().add("slice", slice);
        Path reading = script.value();
        try {
            digest.addFile(reading);
            for (Path file : paths) {
                reading = file;
                digest.addFile(file);
            }
        } catch (IOException e) {
            problems.error(
                    script.place(),
                    "the file " + reading + " cannot be read: " + TextFile.reason(e),
                    "make it readable for the user who runs phoenix");
            return Optional.empty();
        }
        return Optional.of(new Application(script.value(), paths, Inputs.NONE, digest.hex(), limit));
    }
}
