package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads by the node, with checksums. */
final class DownloadTest extends LabTest {
    /** What every lab has from the start. */
    private static final String OWN_IMAGE = "local:import/debian-12-cloud-amd64.qcow2";

    private static final byte[] CONTENT = "an image".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "a5df3fde7b200c3fa2791144c7e05c5c2bced4c6ad863d3a4cf76c972c1712f9";
    private static final String PATH = "/nodes/pve/storage/local/download-url";

    private HttpServer web;

    @BeforeEach
    void serve() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/image", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    private Map<String, String> wish(String path, String sum) {
        String url = "http://127.0.0.1:" + web.getAddress().getPort() + path;
        return form(
                "url",
                url,
                "content",
                "import",
                "filename",
                "x.qcow2",
                "checksum",
                sum,
                "checksum-algorithm",
                "sha256");
    }

    @Test
    void an_image_is_downloaded_once_if_its_checksum_is_told() {
        String first = lab.done(root().post(PATH, wish("/image", SHA256)));
        web.removeContext("/image");
        String again = lab.done(root().post(PATH, wish("/image", SHA256)));

        assertThat(first).isEqualTo("OK");
        assertThat(again).isEqualTo("OK");
        assertThat(root().get("/nodes/pve/storage/local/content?content=import").each("volid"))
                .containsExactlyInAnyOrder("local:import/x.qcow2", OWN_IMAGE);
    }

    @Test
    void a_file_with_another_checksum_is_not_kept() {
        String wrong = lab.done(root().post(PATH, wish("/image", "0".repeat(64))));
        String absent = lab.done(root().post(PATH, wish("/none", SHA256)));

        assertThat(wrong).startsWith("checksum mismatch: got '" + SHA256 + "'");
        assertThat(absent).isEqualTo("download failed: ERROR 404");
        assertThat(root().get("/nodes/pve/storage/local/content?content=import").each("volid"))
                .containsExactly(OWN_IMAGE);
    }

    @Test
    void without_a_checksum_what_is_there_is_never_overwritten() {
        Map<String, String> form = form(
                "url", "http://pve.lab/images/debian-12-cloud-amd64.qcow2", "content", "import", "filename", "d.qcow2");

        assertThat(lab.done(root().post(PATH, form))).isEqualTo("OK");
        assertThat(lab.done(root().post(PATH, form))).isEqualTo("refusing to override existing file 'd.qcow2'");
    }

    @Test
    void the_name_must_fit_the_content() {
        Answer refused = root().post(PATH, form("url", "http://127.0.0.1/x", "content", "import", "filename", "x.tar"));

        assertThat(refused.error("filename")).isEqualTo("wrong file extension");
    }
}
