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
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Place;
import phoenix.orchestrator.note.Digest;

/** Finds the features that guests ask for, each read once. Confined to one load and its thread. */
public final class Features {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]*";

    private final FeatureFolders folders;
    private final FeatureParameters parameters;
    private final Problems problems;
    private final Map<String, Optional<Found>> read = new HashMap<>();

    Features(FeatureFolders folders, InputsReader inputs, Problems problems) {
        this.folders = folders;
        this.parameters = new FeatureParameters(inputs, problems);
        this.problems = problems;
    }

    /**
     * A feature that a guest asks for and that exists.
     *
     * @param needs the features that must have been applied before it
     */
    public record Known(Feature feature, Set<String> needs) {
        public Known {
            needs = Set.copyOf(needs);
        }
    }

    /**
     * A feature's folder.
     *
     * @param digest of every file of it that goes to the guests
     */
    private record Found(Path folder, String digest, FeatureManifest manifest) {}

    /**
     * The features of a guest's list. Those that do not exist, and those named twice, are reported and left out.
     *
     * @param items names, or objects with {@code name} and {@code parameters}
     * @param kind {@code container} or {@code vm}
     */
    List<Located<Known>> of(List<JsonValue> items, String kind) {
        List<Located<Known>> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonValue item : items) {
            Fields fields = item instanceof JsonValue.Obj object ? new Fields(object, problems) : null;
            Optional<Located<String>> name = item instanceof JsonValue.Text text
                    ? Optional.of(new Located<>(text.text(), text.place()))
                    : Optional.ofNullable(fields).flatMap(object -> object.word("name"));
            if (name.isPresent() && isFirst(name.get(), seen)) {
                known(name.get(), fields, kind).ifPresent(found::add);
            }
        }
        return found;
    }

    private boolean isFirst(Located<String> name, Set<String> seen) {
        boolean first = seen.add(name.value());
        if (!first) {
            problems.error(
                    name.place(),
                    "the feature '" + Shortened.of(name.value()) + "' stands twice in the list",
                    "remove one of the two");
        }
        return first;
    }

    private Optional<Located<Known>> known(Located<String> name, @Nullable Fields item, String kind) {
        Optional<Path> folder = name.value().matches(NAME) ? folders.find(name.value()) : Optional.empty();
        if (folder.isEmpty()) {
            missing(name);
            return Optional.empty();
        }
        ScriptStart.check(folder.get().resolve(FeatureFolders.SCRIPT), "the feature's script", name.place(), problems);
        return read.computeIfAbsent(name.value(), any -> read(any, folder.get()))
                .map(found -> {
                    checkKind(name, found.manifest(), kind);
                    Inputs asked = parameters.read(name, item, found.manifest());
                    String digest = asked.isEmpty()
                            ? found.digest()
                            : new Digest()
                                    .add("folder", found.digest())
                                    .add("parameters", asked.json())
                                    .hex();
                    Feature feature = new Feature(
                            name.value(), found.folder(), found.manifest().files(), asked, digest);
                    return new Located<>(new Known(feature, found.manifest().needs()), name.place());
                });
    }

    /** No error for a VM, for which nothing is applied yet. */
    private void checkKind(Located<String> name, FeatureManifest manifest, String kind) {
        if (manifest.kinds().contains(kind)) {
            return;
        }
        String what =
                "the feature '" + name.value() + "' is not made for " + (kind.equals("vm") ? "VMs" : "containers");
        String hint = "remove it from the list, or add \"" + kind + "\" to \"kinds\" in its " + FeatureFolders.MANIFEST;
        if (kind.equals("vm")) {
            problems.warning(name.place(), what, hint);
        } else {
            problems.error(name.place(), what, hint);
        }
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

    private Optional<Found> read(String name, Path folder) {
        try {
            FeatureManifest manifest = FeatureManifest.read(folder, name, problems);
            return Optional.of(new Found(folder, digest(folder, manifest), manifest));
        } catch (IOException | UncheckedIOException e) {
            problems.error(
                    new Place(folder.toString(), 0, 0, ""),
                    "the files of the feature '" + name + "' cannot be read: " + TextFile.reason(e),
                    "make them readable for the user who runs phoenix");
            return Optional.empty();
        }
    }

    private static String digest(Path folder, FeatureManifest manifest) throws IOException {
        List<String> files = manifest.files();
        if (files == null) {
            return new Digest().addFolder(folder).hex();
        }
        Digest digest = new Digest();
        for (String file : files) {
            digest.add(file, Files.readAllBytes(folder.resolve(file)));
        }
        return digest.hex();
    }
}
