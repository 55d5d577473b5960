package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.VolumeId;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.StorageApi;

/** A container from a template archive that the node downloads from an address. */
@OnTheSimulatedLab
class TemplateSimulatedIT {
    private static final String ARCHIVE = "a template of the test's own\n";
    private static final VolumeId VOLUME = VolumeId.parse("local:vztmpl/own.tar.zst");

    private final Site site;
    private final Path folder;
    private final HttpServer server;

    TemplateSimulatedIT(Site site, @TempDir Path folder) throws IOException {
        this.site = site;
        this.folder = folder;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        byte[] archive = ARCHIVE.getBytes(StandardCharsets.UTF_8);
        server.createContext("/own.tar.zst", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void takeAway() {
        server.stop(0);
        site.phoenix("--delete", "9040", "--yes").expect(0);
        try (PveClient client = site.client()) {
            client.send(StorageApi.deleteVolume("pve", VOLUME));
        }
    }

    @Test
    void an_archive_is_downloaded_once_and_what_lies_there_is_held_against_the_checksum() throws Exception {
        String right = digest(ARCHIVE);
        write(digest("another archive"));

        PhoenixCommand.Ended wrong = converge().expect(1);

        assertThat(wrong.err()).contains("checksum mismatch");
        assertThat(templates()).doesNotContain(VOLUME);

        write(right);
        assertThat(converge().expect(0).err())
                .contains("template own.tar.zst done", "9040 (own): create from own.tar.zst done");
        assertThat(converge().expect(0).out()).contains("Nothing to do");

        site.phoenix("--delete", "9040", "--yes").expect(0);
        server.removeContext("/own.tar.zst");
        write(digest("a newer archive of that name"));
        PhoenixCommand.Ended stale = converge().expect(1);
        assertThat(stale.err() + stale.out())
                .contains(
                        "template local:vztmpl/own.tar.zst is not the one that the file means: its checksum is sha256:"
                                + right)
                .contains("pvesm free local:vztmpl/own.tar.zst");

        write(right);
        converge().expect(0);
    }

    private PhoenixCommand.Ended converge() {
        return site.phoenix("--config", folder.toString(), "--all");
    }

    private void write(String digest) throws IOException {
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), """
                {"lxc_configs": {"9040": {
                  "name": "own", "template": "http://127.0.0.1:%d/own.tar.zst", "template_checksum": "sha256:%s",
                  "storage_pool": "%s", "storage_size_gb": 1, "unprivileged": true,
                  "network_config": {"name": "eth0", "bridge": "vmbr0", "ip": "dhcp"}
                }}}
                """.formatted(
                        server.getAddress().getPort(), digest, site.storage()));
    }

    private List<VolumeId> templates() {
        try (PveClient client = site.client()) {
            return client.send(StorageApi.content("pve", "local", "vztmpl")).stream()
                    .map(found -> found.id())
                    .toList();
        }
    }

    private static String digest(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
