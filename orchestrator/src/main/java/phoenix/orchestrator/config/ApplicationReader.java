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

/**
 * Reads {@code application_script} with its {@code application_files} and {@code script_timeout_seconds}, and after it
 * {@code application_scripts}. Confined to one load and its thread.
 */
final class ApplicationReader {
    private static final int LIMIT_SECONDS = 1800;
    /** What stands beside every script in the guest. */
    private static final Map<String, String> TAKEN =
            Map.of("phoenix.sh", "the shell functions", "guest.json", "the container's part of the configuration");

    private final Path folder;
    private final InputsReader inputs;
    /** What was read already: guests of one profile have one script. */
    private final Map<Path, byte[]> contents = new HashMap<>();

    /**
     * A reader.
     *
     * @param folder the configuration's folder, to which paths are relative
     */
    ApplicationReader(Path folder, InputsReader inputs) {
        this.folder = folder;
        this.inputs = inputs;
    }

    /** A script as it is asked for. */
    private record Wish(Located<String> script, List<Located<String>> files, Inputs parameters, Duration limit) {}

    /** The scripts that exist, in their order. */
    List<Application> read(Fields guest, Inputs seen) {
        if (!guest.has("application_script")) {
            refuseAlone(guest, "application_files");
            refuseAlone(guest, "script_timeout_seconds");
        }
        List<Application> applications = new ArrayList<>();
        String before = "";
        for (Wish wish : wishes(guest)) {
            Optional<Application> application = application(wish, seen, before, guest.problems());
            application.ifPresent(applications::add);
            before = application.map(Application::digest).orElse(before);
        }
        return applications;
    }

    private List<Wish> wishes(Fields guest) {
        List<Wish> wishes = new ArrayList<>();
        guest.text("application_script")
                .ifPresent(script -> wishes.add(new Wish(
                        script,
                        guest.words("application_files"),
                        Inputs.NONE,
                        limit(guest, "script_timeout_seconds"))));
        for (Fields fields : guest.objects("application_scripts")) {
            fields.text("script")
                    .ifPresent(script -> wishes.add(new Wish(
                            script,
                            fields.words("files"),
                            fields.inner("parameters")
                                    .map(parameters -> inputs.of(parameters.object()))
                                    .orElse(Inputs.NONE),
                            limit(fields, "timeout_seconds"))));
        }
        return wishes;
    }

    private static Duration limit(Fields fields, String key) {
        return Duration.ofSeconds(fields.whole(key).map(Located::value).orElse(LIMIT_SECONDS));
    }

    private Optional<Application> application(Wish wish, Inputs seen, String before, Problems problems) {
        List<Located<Path>> files = new ArrayList<>();
        for (Located<String> file : wish.files()) {
            find(file, "the application file", problems).ifPresent(files::add);
        }
        Optional<Located<Path>> script = find(wish.script(), "the application script", problems);
        script.ifPresent(found -> ScriptStart.check(found.value(), "the application script", found.place(), problems));
        checkNames(Stream.concat(script.stream(), files.stream()).toList(), problems);
        return script.flatMap(found -> {
            List<Path> paths = files.stream().map(Located::value).toList();
            Digest digest = new Digest().add("slice", seen.json());
            if (!wish.parameters().isEmpty()) {
                digest.add("parameters", wish.parameters().json());
            }
            if (!before.isEmpty()) {
                digest.add("before", before);
            }
            return addFiles(digest, found, paths, problems)
                    ? Optional.of(new Application(found.value(), paths, wish.parameters(), digest.hex(), wish.limit()))
                    : Optional.empty();
        });
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
            String name = nameOf(file.value());
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

    private boolean addFiles(Digest digest, Located<Path> script, List<Path> files, Problems problems) {
        Path reading = script.value();
        try {
            digest.add(nameOf(reading), content(reading));
            for (Path file : files) {
                reading = file;
                digest.add(nameOf(file), content(file));
            }
            return true;
        } catch (IOException e) {
            problems.error(
                    script.place(),
                    "the file " + reading + " cannot be read: " + TextFile.reason(e),
                    "make it readable for the user who runs phoenix");
            return false;
        }
    }

    private byte[] content(Path file) throws IOException {
        byte[] known = contents.get(file);
        if (known == null) {
            known = Files.readAllBytes(file);
            contents.put(file, known);
        }
        return known;
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
