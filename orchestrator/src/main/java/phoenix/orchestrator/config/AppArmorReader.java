package phoenix.orchestrator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.AppArmor;
import phoenix.orchestrator.note.Digest;

/**
 * Reads {@code apparmor_profile} and {@code apparmor_manages_nesting}. A profile is a file in the configuration's folder
 * {@code apparmor/}, read once for all containers that name it. Confined to one load and its thread.
 */
final class AppArmorReader {
    /** How a profile's name is declared; it is in one of the groups. */
    static final Pattern DECLARATION = Pattern.compile("(?m)^[ \\t]*+profile\\s+(?:\"([^\"]+)\"|([^\\s{\"]+))");

    private final Path folder;
    private final Map<String, Optional<Profile>> read = new HashMap<>();

    /**
     * A reader.
     *
     * @param folder the configuration's folder
     */
    AppArmorReader(Path folder) {
        this.folder = folder.resolve("apparmor");
    }

    /** A profile's file and the name that it declares. */
    private record Profile(String name, Path file, String digest) {}

    Optional<Located<AppArmor>> read(Fields container) {
        Optional<Located<Boolean>> nesting = container.flag("apparmor_manages_nesting");
        warnOfContradiction(container, nesting.orElse(null));
        return container.text("apparmor_profile").flatMap(text -> {
            Optional<AppArmor> appArmor = switch (text.value()) {
                case "unconfined" -> Optional.of(new AppArmor.Unconfined());
                case "generated" -> Optional.of(new AppArmor.Generated());
                default ->
                    profile(text, container.problems())
                            .map(profile -> new AppArmor.Profile(
                                    profile.name(),
                                    profile.file(),
                                    profile.digest(),
                                    nesting.map(Located::value).orElse(false)));
            };
            return appArmor.map(value -> new Located<>(value, text.place()));
        });
    }

    private static void warnOfContradiction(Fields container, @Nullable Located<Boolean> nesting) {
        boolean off = container.oneOrMore("pct_options").stream()
                .flatMap(items -> items.stream())
                .anyMatch(item ->
                        item instanceof JsonValue.Text text && text.text().equals("nesting=0"));
        if (nesting != null && nesting.value() && off) {
            container
                    .problems()
                    .warning(
                            nesting.place(),
                            "'apparmor_manages_nesting' is true, but 'pct_options' has \"nesting=0\"",
                            "write what you mean into one of the two, and remove the other");
        }
    }

    private Optional<Profile> profile(Located<String> name, Problems problems) {
        if (!name.value().matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            return Optional.empty();
        }
        Optional<Profile> known = read.get(name.value());
        if (known == null) {
            known = find(name, problems);
            read.put(name.value(), known);
        }
        return known;
    }

    private Optional<Profile> find(Located<String> name, Problems problems) {
        Path file = folder.resolve(name.value());
        if (!Files.isRegularFile(file)) {
            problems.error(
                    name.place(),
                    "the AppArmor profile '" + name.value() + "' does not exist",
                    "put its file at " + file + ", or write \"unconfined\" or \"generated\"");
            return Optional.empty();
        }
        try {
            Matcher declaration = DECLARATION.matcher(Files.readString(file));
            if (declaration.find()) {
                String declared = declaration.group(1) == null ? declaration.group(2) : declaration.group(1);
                return Optional.of(
                        new Profile(declared, file, new Digest().addFile(file).hex()));
            }
            problems.error(
                    name.place(),
                    "the file " + file + " declares no AppArmor profile",
                    "it must hold a line such as: profile " + name.value() + " flags=(attach_disconnected) {");
        } catch (IOException e) {
            problems.error(
                    name.place(),
                    "the file " + file + " cannot be read: " + TextFile.reason(e),
                    "make it a text file that the user who runs phoenix may read");
        }
        return Optional.empty();
    }
}
