package phoenix.orchestrator.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.orchestrator.desired.Expectation;
import phoenix.orchestrator.desired.Expectation.Rule;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.guest.Programs;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;

/** The probes, asked of this machine: what a guest's own shell would answer. */
class HealthProbeTest {
    private static final Programs HERE =
            (argv, input, limit, onLine) -> new LocalShell().run(new Command(argv, input, limit), onLine);
    private static final String NOTHING = "";

    @TempDir
    private Path folder;

    @Test
    void a_file_is_judged_by_kind_mode_size_and_content() {
        Path file = write("ready.txt", "first\nserver ready\n", "rw-r-----");

        assertThat(ask("file", file.toString(), expect("type", Rule.IS, "file"), expect("mode", Rule.IS, "0640")))
                .isEmpty();
        assertThat(ask("file", file.toString(), expect("content", Rule.MATCHES, "^server (ready|up)$")))
                .isEmpty();
        assertThat(why("file", file.toString(), expect("mode", Rule.IS, "0600")))
                .isEqualTo("mode is '0640', not '0600'");
        assertThat(why("file", file.toString(), expect("size", Rule.ATLEAST, "100")))
                .isEqualTo("size is '19', which is not 100 or more");
        assertThat(why("file", folder.resolve("none") + NOTHING, expect("type", Rule.ISNOT, "absent")))
                .isEqualTo("type is 'absent', which it must not be");
        assertThat(ask("file", folder.toString(), expect("type", Rule.IS, "directory")))
                .isEmpty();
    }

    @Test
    void the_content_of_a_file_is_not_shown_when_nothing_is_expected_of_it() {
        Path file = write("secret", "hunter2\n", "rw-------");

        assertThat(finding("file", file.toString(), expect("mode", Rule.IS, "0644"))
                        .found())
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void every_expectation_that_fails_is_told() {
        assertThat(why(
                        "file",
                        write("a", "x", "rw-r--r--").toString(),
                        expect("mode", Rule.IS, "0600"),
                        expect("content", Rule.MATCHES, "y")))
                .isEqualTo("mode is '0644', not '0600'; content is 'x', which does not match 'y'");
    }

    @Test
    void what_is_looked_at_is_never_interpreted() {
        Path canary = folder.resolve("canary");
        String hostile = "$(touch " + canary + "); touch " + canary + " '\"`touch " + canary + "`";

        for (String kind : List.of("file", "mount", "package", "user", "process", "systemd", "dns", "docker", "pool")) {
            ask(kind, hostile, expect("type", Rule.MATCHES, hostile), expect("state", Rule.LIKE, hostile));
        }

        assertThat(canary).doesNotExist();
    }

    @Test
    void a_command_may_end_as_expected_and_say_what_is_expected() {
        assertThat(ask(
                        "command",
                        "echo ready; exit 3",
                        expect("exit_code", Rule.IS, "3"),
                        expect("output", Rule.MATCHES, "^ready$")))
                .isEmpty();
        assertThat(why("command", "echo no; exit 3", expect("exit_code", Rule.IS, "0")))
                .isEqualTo("exit_code is '3', not '0'");
    }

    @Test
    void a_plain_command_line_is_judged_by_its_exit_code() {
        Optional<Finding> finding = HealthProbe.look(
                HERE, new Probe.CommandLine("echo oops >&2; exit 4"), Duration.ofSeconds(10), line -> {});

        assertThat(finding.orElseThrow().why()).isEqualTo("ended with 4: oops");
    }

    @Test
    void a_probe_that_hangs_is_ended() {
        Optional<Finding> finding =
                HealthProbe.look(HERE, new Probe.CommandLine("sleep 60"), Duration.ofMillis(300), line -> {});

        assertThat(finding.orElseThrow().why()).startsWith("did not end within");
    }

    @Test
    void a_port_is_open_or_not() throws IOException {
        int port;
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = open.getLocalPort();
            assertThat(HealthProbe.look(HERE, new Probe.Tcp("127.0.0.1", port), Duration.ofSeconds(10), line -> {}))
                    .isEmpty();
        }
        assertThat(HealthProbe.look(HERE, new Probe.Tcp("127.0.0.1", port), Duration.ofSeconds(10), line -> {})
                        .orElseThrow()
                        .why())
                .isEqualTo("open is 'no', not 'yes'");
    }

    @Test
    void a_page_is_judged_by_status_and_body() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "all is well\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/no") ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String page = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            assertThat(ask(
                            "http",
                            page + "/",
                            expect("status", Rule.BETWEEN, "200-299"),
                            expect("body", Rule.MATCHES, "is well$")))
                    .isEmpty();
            assertThat(ask("http", page + "/no", expect("status", Rule.IS, "401")))
                    .isEmpty();
            assertThat(why("http", page + "/no", expect("status", Rule.BETWEEN, "200-299")))
                    .isEqualTo("status is '401', which is not from 200 to 299");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void users_packages_mounts_processes_and_names_are_found() {
        assertThat(ask("user", "root", expect("uid", Rule.IS, "0"), expect("groups", Rule.HAS, "root")))
                .isEmpty();
        assertThat(why("user", "nobody-of-this-name", expect("exists", Rule.IS, "yes")))
                .isEqualTo("exists is 'no', not 'yes'");
        assertThat(ask("package", "bash", expect("installed", Rule.IS, "yes"), expect("version", Rule.LIKE, "[0-9]*")))
                .isEmpty();
        assertThat(ask("mount", "/", expect("mounted", Rule.IS, "yes"), expect("free_percent", Rule.ATLEAST, "0")))
                .isEmpty();
        assertThat(ask("process", "java", expect("count", Rule.ATLEAST, "1"))).isEmpty();
        assertThat(ask("dns", "localhost", expect("addresses", Rule.ISNOT, ""))).isEmpty();
        assertThat(why("process", "no-such-program", expect("count", Rule.ATLEAST, "1")))
                .isEqualTo("count is '0', which is not 1 or more");
    }

    @Test
    void a_missing_program_is_told_as_such() {
        assertThat(HealthProbe.look(
                                (argv, input, limit, onLine) -> HERE.run(
                                        java.util.stream.Stream.concat(
                                                        List.of("env", "PATH=/nowhere").stream(), argv.stream())
                                                .toList(),
                                        input,
                                        limit,
                                        onLine),
                                new Probe.Facts("gpu", "", false, List.of(expect("count", Rule.ATLEAST, "1"))),
                                Duration.ofSeconds(10),
                                line -> {})
                        .orElseThrow()
                        .why())
                .isEqualTo("cannot look: there is no program nvidia-smi here");
    }

    private static Expectation expect(String fact, Rule rule, String value) {
        return new Expectation(fact, rule, value);
    }

    private static Optional<Finding> ask(String kind, String of, Expectation... expected) {
        return HealthProbe.look(
                HERE, new Probe.Facts(kind, of, false, List.of(expected)), Duration.ofSeconds(20), line -> {});
    }

    private static Finding finding(String kind, String of, Expectation... expected) {
        return ask(kind, of, expected).orElseThrow();
    }

    private static String why(String kind, String of, Expectation... expected) {
        return finding(kind, of, expected).why();
    }

    private Path write(String name, String text, String mode) {
        try {
            Path file = Files.writeString(folder.resolve(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
