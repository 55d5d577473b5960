package phoenix.orchestrator.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.node.BusyNode;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.VolumeId;
import phoenix.pve.api.PveClient;
import phoenix.pve.shell.LocalShell;

/** The script itself with the machine's wget, from a server on this machine; {@code pvesm} is a stand-in that knows one path. */
class ResumedDownloadTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final byte[] whole = new byte[300_000];
    private final Path folder;
    private final Path image;
    private final HttpServer server;
    private final List<String> ranges = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private byte[] served = whole;

    ResumedDownloadTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.image = folder.resolve("import/disk.qcow2");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (byte) (i * 31 + i / 1000);
        }
    }

    @BeforeEach
    void serve() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path pvesm = Files.writeString(programs.resolve("pvesm"), "#!/bin/sh\necho '" + image + "'\n");
        assertThat(pvesm.toFile().setExecutable(true)).isTrue();
        server.createContext("/disk.img", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceFirst("bytes=(\\d+)-.*", "$1"));
            byte[] rest = Arrays.copyOfRange(served, from, served.length);
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (served.length - 1) + "/" + served.length);
            exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
            exchange.getResponseBody().write(rest);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void what_came_before_it_broke_off_is_not_fetched_again() throws Exception {
        Files.createDirectories(image.getParent());
        Files.write(part(), Arrays.copyOf(whole, 100_000));
        Path older = Files.write(image.resolveSibling("disk.qcow2.part-0123456789abcdef"), new byte[10]);

        assertThat(download(digest(whole))).isTrue();

        assertThat(ranges).containsExactly("bytes=100000-");
        assertThat(said).contains("going on after 100000 bytes");
        assertThat(Files.readAllBytes(image)).isEqualTo(whole);
        assertThat(part()).doesNotExist();
        assertThat(older).as("a part of what was published before").doesNotExist();
    }

    @Test
    void a_half_that_belongs_to_another_file_is_found_out_thrown_away_and_the_next_run_begins_anew() throws Exception {
        Files.createDirectories(image.getParent());
        Files.write(part(), new byte[100_000]);

        assertThatThrownBy(() -> download(digest(whole)))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("checksum mismatch: got '");
        assertThat(image).doesNotExist();
        assertThat(part()).doesNotExist();

        assertThat(download(digest(whole))).isTrue();
        assertThat(Files.readAllBytes(image)).isEqualTo(whole);
    }

    @Test
    void what_has_come_in_the_meantime_is_left_as_it_is() throws Exception {
        Files.createDirectories(image.getParent());
        Files.write(image, whole);

        assertThat(download(digest(whole))).isTrue();

        assertThat(ranges).isEmpty();
    }

    @Test
    void an_address_with_nothing_there_fails_and_leaves_nothing() throws Exception {
        server.removeContext("/disk.img");

        assertThatThrownBy(() -> download(digest(whole)))
                .isInstanceOf(StepFailure.class)
                .hasMessageContaining("cannot fetch " + url() + " to local:import/disk.qcow2");
        assertThat(image.getParent()).isEmptyDirectory();
    }

    @Test
    void without_a_checksum_without_a_shell_or_on_a_node_without_the_programs_proxmox_has_to_do_it() throws Exception {
        assertThat(download("")).isFalse();
        assertThat(new ResumedDownload(url(), VOLUME, digest(whole))
                        .run(new NodeAccess("pve", CLIENT, Optional.empty()), LIMIT, log()))
                .isFalse();
        Files.delete(folder.resolve("bin/pvesm"));
        assertThat(download(digest(whole))).isFalse();
        assertThat(ranges).isEmpty();
    }

    private static final VolumeId VOLUME = VolumeId.parse("local:import/disk.qcow2");
    private static final PveClient CLIENT =
            new BusyNode("UPID:pve:1:1:1:x:1:root@pam:", 0).access().client();

    private boolean download(String checksum) {
        try (LocalShell shell =
                new LocalShell(List.of("env", "PATH=" + folder.resolve("bin") + ":/usr/bin:/bin"), "this machine")) {
            return new ResumedDownload(url(), VOLUME, checksum)
                    .run(new NodeAccess("pve", CLIENT, Optional.of(shell)), LIMIT, log());
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/disk.img";
    }

    private Path part() throws GeneralSecurityException {
        return image.resolveSibling("disk.qcow2.part-" + digest(whole).substring("sha256:".length(), 23));
    }

    private static String digest(byte[] bytes) throws GeneralSecurityException {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private StepLog log() {
        return new StepLog() {
            @Override
            public void line(String line) {
                said.add(line);
            }

            @Override
            public List<String> last(int lines) {
                return said;
            }

            @Override
            public String file() {
                return "nowhere";
            }
        };
    }
}
