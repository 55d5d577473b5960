package phoenix.orchestrator.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.note.Digest;

/** Finds the features that containers ask for, each read once. Confined to one load and its thread. */
final class Features {
    private static final Keys MANIFEST_KEYS = Keys.of("a feature's manifest", "description", "needs");

    private final FeatureFolders folders;
    private final Problems problems;
    private final Map<String, Optional<Known>> read = new HashMap<>();

    Features(FeatureFolders folders, Problems problems) {
        this.folders = folders;
        this.problems = problems;
    }

    /**
     * A feature that exists.
     *
     * @param needs the features that must have been applied before it
     */
    record Known(Feature feature, Set<String> needs) {
        Known {
            needs = Set.copyOf(needs);
        }
    }

    /** The features of one container's list; those that do not exist, and those named twice, are reported and left out. */
    List<Located<Known>> of(List<Located<String>> names) {
        List<Located<Known>> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Located<String> name : names) {
            if (!seen.add(name.value())) {
                problems.error(
                        name.place(),
                        "the feature '" + Shortened.of(name.value()) + "' stands twice in the list",
                        "remove one of the two");
                continue;
            }
            Optional<Known> known = Optional.empty();
            if (name.value().matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
                known = read.computeIfAbsent(name.value(), this::read);
            } else {
                read.put(name.value(), Optional.empty());
            }
            if (known.isPresent()) {
                found.add(new Located<>(known.get(), name.place()));
            } else if (folderOf(name.value()).isEmpty()) {
                missing(name);
            }
        }
        return found;
    }

    private Optional<Path> folderOf(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9_-]*") ? folders.find(name) : Optional.empty();
    }

    private void missing(Located<String> name) {
        try {
            NavigableSet<String> names = folders.names();
            String list = names.isEmpty()
                    ? "remove it from the list, or write the feature"
                    : "known features: " + String.join(", ", names);
            problems.error(
                    name.place(),
                    "there is no feature '" + Shortened.of(name.value()) + "': no folder of that name with a "
                            + FeatureFolders.SCRIPT + " in " + roots(),
                    KeyNames.nearest(name.value(), names)
                                    .map(near -> "did you mean '" + near + "'? ")
                                    .orElse("")
                            + list);
        } catch (IOException | UncheckedIOException e) {
            problems.error(
                    name.place(),
                    "the features in " + roots() + " cannot be listed: " + TextFile.reason(e),
                    "make the folders readable");
        }
    }

    private String roots() {
        return String.join(" or ", folders.roots().stream().map(Path::toString).toList());
    }

    private Optional<Known> read(String name) {
        Optional<Path> folder = folders.find(name);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            String digest = new Digest().addFolder(folder.get()).hex();
            return Optional.of(
                    new Known(new Feature(name, folder.get(), Inputs.NONE, digest), needs(folder.get(), name)));
        } catch (IOException | UncheckedIOException e) {
            problems.error(
                    new Place(folder.get().toString(), 0, 0, ""),
                    "the files of the feature '" + name + "' cannot be read: " + TextFile.reason(e),
                    "make them readable for the user who runs phoenix");
            return Optional.empty();
        }
    }

    private Set<String> needs(Path folder, String name) {
        Path manifest = folder.resolve(FeatureFolders.MANIFEST);
        if (!Files.exists(manifest)) {
            return Set.of();
        }
        Set<String> needs = new HashSet<>();
        TextFile.readObject(manifest, problems).ifPresent(fields -> {
            MANIFEST_KEYS.check(fields.object(), problems);
            fields.text("description");
            for (Located<String> need : fields.texts("needs").orElse(List.of())) {
                if (need.value().equals(name)) {
                    problems.error(need.place(), "the feature '" + name + "' needs itself", "remove it from the list");
                } else {
                    needs.add(need.value());
                }
            }
        });
        return needs;
    }
}
