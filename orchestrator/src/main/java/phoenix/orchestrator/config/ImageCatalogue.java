package phoenix.orchestrator.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.desired.PublishedImage;
import phoenix.orchestrator.shipped.ShippedFile;

/**
 * The images that VMs can name: those of the VM file's {@code images}, and under them a few that everybody knows. Confined to one load
 * and its thread.
 */
final class ImageCatalogue {
    private static final String SHIPPED = "images.json";

    private final Path folder;
    private final Map<String, PublishedImage> own = new HashMap<>();
    private @Nullable Fields shipped;

    private ImageCatalogue(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the user's own entries, and reports what is wrong with them.
     *
     * @param file the VM file, if there is one
     * @param folder the configuration's folder, which keyrings lie in
     */
    static ImageCatalogue of(Optional<Fields> file, Path folder) {
        ImageCatalogue catalogue = new ImageCatalogue(folder);
        file.flatMap(root -> root.inner("images"))
                .ifPresent(images -> images.object().members().keySet().stream()
                        .filter(name -> !Keys.isComment(name))
                        .forEach(name -> catalogue.read(images, name)));
        return catalogue;
    }

    private void read(Fields images, String name) {
        images.inner(name)
                .flatMap(fields -> {
                    fields.require(
                            "url", "\"url\": \"https://...\", the address that the node downloads the image from");
                    return image(fields);
                })
                .ifPresent(image -> own.put(name, image));
    }

    /** What is published under a name; empty if the catalogue does not have it. */
    Optional<PublishedImage> find(String name) {
        if (own.containsKey(name)) {
            return Optional.of(own.get(name));
        }
        return name.matches("[a-z]+-[0-9.]+") ? shipped().inner(name).flatMap(this::image) : Optional.empty();
    }

    /** Read when it is first asked for: most fleets have no VM that needs it. */
    private Fields shipped() {
        if (shipped == null) {
            Problems none = new Problems();
            shipped = JsonReader.read(SHIPPED, ShippedFile.text(ImageCatalogue.class, SHIPPED), none)
                    .map(value -> new Fields((JsonValue.Obj) value, none))
                    .orElseThrow();
        }
        return shipped;
    }

    private Optional<PublishedImage> image(Fields fields) {
        return fields.text("url")
                .map(url -> new PublishedImage(
                        url.value(),
                        Located.valueOf(fields.text("checksum").orElse(null)),
                        fields.text("checksums_url")
                                .map(list -> new ChecksumList(list.value(), signature(fields)))
                                .orElse(null)));
    }

    private ChecksumList.@Nullable Signature signature(Fields fields) {
        Optional<Located<String>> url = fields.text("checksums_signature_url");
        Optional<Located<String>> keyring = fields.text("keyring");
        if (url.isPresent() != keyring.isPresent()) {
            Located<String> given = url.or(() -> keyring).orElseThrow();
            fields.problems()
                    .error(
                            given.place(),
                            url.isPresent()
                                    ? "a signature is named, and no keys that may have made it"
                                    : "a keyring is named, and no signature",
                            "write both 'checksums_signature_url' and 'keyring', or none of them");
        }
        if (url.isEmpty() || keyring.isEmpty()) {
            return null;
        }
        Path file = folder.resolve(keyring.get().value());
        if (!Files.isRegularFile(file)) {
            fields.problems()
                    .error(
                            keyring.get().place(),
                            "the keyring '" + keyring.get().value() + "' does not exist",
                            "put the publisher's public keys at " + file);
        }
        return new ChecksumList.Signature(url.get().value(), file);
    }
}
