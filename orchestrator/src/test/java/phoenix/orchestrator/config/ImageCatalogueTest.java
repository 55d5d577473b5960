package phoenix.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.PublishedImage;
import phoenix.pve.VmId;

class ImageCatalogueTest {
    private final Path path;
    private final ConfigFolder folder;

    ImageCatalogueTest(@TempDir Path path) {
        this.path = path;
        this.folder = new ConfigFolder(path);
    }

    @Test
    void a_name_means_what_the_file_says_is_published_under_it() throws IOException {
        Path keyring =
                Files.writeString(Files.createDirectory(path.resolve("keys")).resolve("images.asc"), "keys");

        PublishedImage image = image("""
                {"noble": {
                  "url": "https://example.org/noble.img", "checksums_url": "https://example.org/SHA256SUMS",
                  "checksums_signature_url": "https://example.org/SHA256SUMS.gpg", "keyring": "keys/images.asc"
                }}""", "noble");

        assertThat(image)
                .isEqualTo(new PublishedImage(
                        "https://example.org/noble.img",
                        null,
                        new ChecksumList(
                                "https://example.org/SHA256SUMS",
                                new ChecksumList.Signature("https://example.org/SHA256SUMS.gpg", keyring))));
    }

    @Test
    void a_few_names_are_known_without_an_entry_and_an_entry_of_that_name_replaces_them() {
        PublishedImage known = image("{}", "debian-12");
        assertThat(known.url()).endsWith("/debian-12-genericcloud-amd64.qcow2");
        assertThat(Objects.requireNonNull(known.checksums()).url()).endsWith("/SHA512SUMS");

        assertThat(image("{\"debian-12\": {\"url\": \"https://example.org/own.qcow2\"}}", "debian-12"))
                .isEqualTo(new PublishedImage("https://example.org/own.qcow2", null, null));
    }

    @Test
    void every_image_that_is_known_without_an_entry_is_checked_against_its_publishers_list() {
        for (String name : List.of("debian-12", "debian-13", "ubuntu-22.04", "ubuntu-24.04")) {
            PublishedImage image = image("{}", name);
            assertThat(image.url()).startsWith("https://").contains(name);
            assertThat(Objects.requireNonNull(image.checksums()).url()).startsWith("https://");
        }
    }

    @Test
    void a_signature_without_keys_keys_without_a_signature_and_keys_that_are_not_there_are_told() {
        file("""
                {"a": {"url": "https://example.org/a", "checksums_url": "https://example.org/s", "keyring": "k"},
                 "b": {"url": "https://example.org/a", "checksums_url": "https://example.org/s", "checksums_signature_url": "https://example.org/s.gpg"},
                 "c": {"url": "https://example.org/a", "checksums_url": "https://example.org/s", "checksums_signature_url": "https://example.org/s.gpg", "keyring": "k"},
                 "d": {}}""", "a");

        assertThat(folder.load().problems())
                .extracting(problem -> problem.place().pointer() + " " + problem.what())
                .contains(
                        "/images/a/keyring a keyring is named, and no signature",
                        "/images/b/checksums_signature_url a signature is named, and no keys that may have made it",
                        "/images/c/keyring the keyring 'k' does not exist",
                        "/images/d the key 'url' is missing");
    }

    private PublishedImage image(String images, String name) {
        file(images, name);
        var loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        var vm = Objects.requireNonNull(loaded.fleet().vms().get(new VmId(8000)));
        return Objects.requireNonNull(((Origin.Image) vm.origin()).published());
    }

    private void file(String images, String name) {
        folder.file(ConfigLoader.VM_FILE, """
                {"images": %s, "vm_defaults": {"storage_pool": "local-zfs"},
                 "vms": [{"vmid": 8000, "name": "vm", "template_image": "%s"}]}
                """.formatted(images, name));
    }
}
