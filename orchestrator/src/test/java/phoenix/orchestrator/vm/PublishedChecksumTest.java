package phoenix.orchestrator.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.ChecksumList;
import phoenix.orchestrator.desired.ChecksumList.Signature;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.shell.LocalShell;

/** The script itself, with the machine's curl and gpgv, against a publisher on this machine. */
class PublishedChecksumTest {
    private static final String IMAGE = "test-server-cloudimg-amd64.img";

    private final Path folder;
    private final HttpServer publisher;
    private byte[] list = resource("SHA256SUMS");

    PublishedChecksumTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.publisher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void publish() {
        publisher.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = path.equals("/SHA256SUMS")
                    ? list
                    : path.equals("/SHA256SUMS.gpg") ? resource("SHA256SUMS.gpg") : null;
            exchange.sendResponseHeaders(answer == null ? 404 : 200, answer == null ? -1 : answer.length);
            if (answer != null) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        publisher.start();
    }

    @AfterEach
    void stop() {
        publisher.stop(0);
    }

    @Test
    void a_list_is_understood_in_each_of_its_spellings() {
        assertThat(read(IMAGE, null)).isEqualTo("sha256:" + "0a".repeat(32));
        assertThat(read("test.qcow2", null)).isEqualTo("sha256:" + "0c".repeat(32));
        assertThat(read("Test-Cloud.qcow2", null)).isEqualTo("sha256:" + "0f".repeat(32));
        list = ("0a".repeat(64) + "  long.qcow2\n").getBytes(StandardCharsets.UTF_8);
        assertThat(read("long.qcow2", null)).isEqualTo("sha512:" + "0a".repeat(64));
    }

    @Test
    void what_a_list_does_not_say_plainly_is_no_checksum() {
        assertThatThrownBy(() -> read("server-cloudimg-amd64.img", null))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("has no checksum of server-cloudimg-amd64.img");
        assertThatThrownBy(() -> read("twice.img", null)).hasMessageContaining("several checksums of twice.img");
        list = "0a0b  short.img\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read("short.img", null)).hasMessageContaining("no SHA-256 and no SHA-512");
    }

    @Test
    void a_signed_list_counts_if_a_key_of_the_keyring_signed_it() throws IOException {
        assertThat(read(IMAGE, signature(keyring("publisher.asc")))).isEqualTo("sha256:" + "0a".repeat(32));
        assertThat(read(IMAGE, signature(binary("publisher.asc")))).isEqualTo("sha256:" + "0a".repeat(32));
    }

    @Test
    void a_list_that_somebody_else_signed_or_changed_since_does_not_count() throws IOException {
        assertThatThrownBy(() -> read(IMAGE, signature(keyring("other.asc"))))
                .hasMessageContaining("is not by a key of the keyring");
        list = new String(list, StandardCharsets.UTF_8).replace("0a", "1a").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(IMAGE, signature(keyring("publisher.asc"))))
                .hasMessageContaining("is not by a key of the keyring");
    }

    @Test
    void a_list_that_is_not_there_is_said_with_its_address() {
        assertThatThrownBy(() -> PublishedChecksum.read(
                        new LocalShell(), new ChecksumList(address() + "/SHA512SUMS", null), IMAGE))
                .hasMessageContaining("404")
                .satisfies(failure -> assertThat(((StepFailure) failure).hint()).contains(address() + "/SHA512SUMS"));
    }

    private String read(String file, @Nullable Signature signature) {
        try (LocalShell shell = new LocalShell()) {
            return PublishedChecksum.read(shell, new ChecksumList(address() + "/SHA256SUMS", signature), file);
        }
    }

    private Signature signature(Path keyring) {
        return new Signature(address() + "/SHA256SUMS.gpg", keyring);
    }

    private String address() {
        return "http://127.0.0.1:" + publisher.getAddress().getPort();
    }

    private Path keyring(String name) throws IOException {
        return Files.write(folder.resolve(name), resource(name));
    }

    /** The keys as {@code gpg --export} writes them without {@code --armor}. */
    private Path binary(String name) throws IOException {
        String inner = new String(resource(name), StandardCharsets.UTF_8)
                .replaceFirst("(?s)^.*?\\n\\n", "")
                .replaceFirst("(?s)\\n=.*$", "");
        return Files.write(
                folder.resolve(name + ".gpg"), Base64.getMimeDecoder().decode(inner));
    }

    private static byte[] resource(String name) {
        try (InputStream in = PublishedChecksumTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
