package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;
import phoenix.pve.shell.Output;
import tools.jackson.databind.JsonNode;

/** A program named {@code pvesh} that prints what the real one prints; run for real, on this machine. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set by JUnit
class PveshTransportTest {
    private static final String UPID = "UPID:pve:0003A1B2:0112F5C4:674D6F20:vzclone:953:root@pam:";

    @TempDir
    Path folder;

    /** Makes a {@code pvesh} that notes its arguments and then does what the lines of the script say. */
    private PveshTransport pvesh(String script) {
        LocalShell shell = new LocalShell(List.of("env", "PATH=" + folder + ":/usr/bin:/bin"), "the test's node");
        String text = "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + folder.resolve("arguments") + "\nprintf %s \"$LC_ALL\" >"
                + folder.resolve("locale") + "\n" + script + "\n";
        // Not written from here: a process that another test is starting would have it open for writing, and nobody
        // could run it.
        Output written = shell.run(Command.of("install", "-m", "755", "/dev/stdin", folder + "/pvesh")
                .withInput(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(written.exitCode()).isEqualTo(0);
        return new PveshTransport(shell);
    }

    private List<String> arguments() throws IOException {
        return Files.readAllLines(folder.resolve("arguments"));
    }

    private static JsonNode send(Transport transport, Method method, String path, Map<String, String> parameters) {
        return transport.send(method, path, new TreeMap<>(parameters), "do it");
    }

    @Test
    void a_call_becomes_a_command() throws IOException {
        JsonNode data = send(
                pvesh("echo '{\"a\":\"ü\"}'"),
                Method.PUT,
                "/nodes/pve/lxc/953/config",
                Map.of("features", "nesting=1,keyctl=1", "description", "zwei Wörter"));

        assertThat(arguments())
                .containsExactly(
                        "set",
                        "/nodes/pve/lxc/953/config",
                        "--description",
                        "zwei Wörter",
                        "--features",
                        "nesting=1,keyctl=1",
                        "--output-format",
                        "json");
        assertThat(Files.readString(folder.resolve("locale"))).isEqualTo("C.UTF-8");
        assertThat(data.path("a").stringValue()).isEqualTo("ü");
    }

    @Test
    void each_method_has_its_verb() throws IOException {
        Map<Method, String> verbs =
                Map.of(Method.GET, "get", Method.POST, "create", Method.PUT, "set", Method.DELETE, "delete");
        for (Method method : Method.values()) {
            send(pvesh("echo null"), method, "/x", Map.of());

            assertThat(arguments()).first().isEqualTo(verbs.get(method));
        }
    }

    @Test
    void a_path_goes_out_decoded() throws IOException {
        send(pvesh(""), Method.DELETE, "/nodes/pve/storage/local/content/local%3Avztmpl%2Fa%20b+c.tar.zst", Map.of());

        assertThat(arguments().get(1)).isEqualTo("/nodes/pve/storage/local/content/local:vztmpl/a b+c.tar.zst");
    }

    @Test
    void a_method_that_returns_nothing_prints_nothing() {
        assertThat(send(pvesh(""), Method.PUT, "/x", Map.of()).isNull()).isTrue();
    }

    @Test
    void what_a_handler_printed_before_its_answer_is_no_answer() {
        JsonNode data = send(pvesh("echo 'ACL update'; echo '[1,2]'"), Method.GET, "/x", Map.of());

        assertThat(data.size()).isEqualTo(2);
    }

    @Test
    void a_task_streams_its_log_and_names_itself_at_the_end() {
        List<String> lines = new ArrayList<>();
        PveshTransport pvesh = pvesh("echo 'create full clone'; echo 'done'; echo '\"" + UPID + "\"'");

        JsonNode data = pvesh.sendTask(
                Method.POST, "/nodes/pve/lxc/900/clone", new TreeMap<>(), "clone", Duration.ofSeconds(20), lines::add);

        assertThat(data.stringValue()).isEqualTo(UPID);
        assertThat(lines).containsExactly("create full clone", "done");
        assertThat(pvesh.waitsForTasks()).isTrue();
    }

    @Test
    void a_log_that_does_not_end_its_last_line_hides_no_task() {
        JsonNode data = send(pvesh("printf 'half a line'; echo '\"" + UPID + "\"'"), Method.POST, "/x", Map.of());

        assertThat(data.stringValue()).isEqualTo(UPID);
    }

    @Test
    void a_failed_task_is_no_failed_call() {
        JsonNode data = send(pvesh("echo 'no space left' >&2; echo '\"" + UPID + "\"'"), Method.POST, "/x", Map.of());

        assertThat(data.stringValue()).isEqualTo(UPID);
    }

    @Test
    void wrong_parameters_are_told_without_the_usage() {
        PveshTransport pvesh = pvesh("""
                cat >&2 <<'END'
                400 Parameter verification failed.
                memory: type check ('integer') failed - got 'x'
                rootfs: invalid format - format error
                pvesh set <api_path> --vmid <integer> [OPTIONS] [FORMAT_OPTIONS]
                END
                exit 255
                """);

        PveException.Rejected failure =
                catchThrowableOfType(PveException.Rejected.class, () -> send(pvesh, Method.PUT, "/x", Map.of()));

        assertThat(failure)
                .hasMessage("cannot do it: memory: type check ('integer') failed - got 'x'; "
                        + "rootfs: invalid format - format error");
        assertThat(failure.hint()).isEqualTo("correct memory, rootfs");
    }

    @Test
    void an_unknown_option_is_told_with_what_came_before() {
        PveshTransport pvesh = pvesh("""
                cat >&2 <<'END'
                Unknown option: colour
                400 unable to parse option
                pvesh set <api_path> [OPTIONS] [FORMAT_OPTIONS]
                END
                exit 255
                """);

        assertThatThrownBy(() -> send(pvesh, Method.PUT, "/x", Map.of()))
                .isInstanceOf(PveException.Rejected.class)
                .hasMessage("cannot do it: unable to parse option; Unknown option: colour");
    }

    @Test
    void a_sentence_without_a_code_is_understood_too() {
        PveshTransport pvesh = pvesh("echo \"Configuration file 'nodes/pve/lxc/953.conf' does not exist\" >&2; exit 2");

        assertThatThrownBy(() -> send(pvesh, Method.GET, "/x", Map.of()))
                .isInstanceOf(PveException.NotFound.class)
                .hasMessage("cannot do it: Configuration file 'nodes/pve/lxc/953.conf' does not exist");
    }

    @Test
    void a_missing_right_is_denied() {
        PveshTransport pvesh = pvesh("echo '403 Permission check failed (user != root@pam)' >&2; exit 255");

        assertThatThrownBy(() -> send(pvesh, Method.GET, "/x", Map.of())).isInstanceOf(PveException.Denied.class);
    }

    @Test
    void a_path_without_a_handler_is_rejected() {
        PveshTransport pvesh = pvesh("echo \"No 'get' handler defined for '/x'\" >&2; exit 1");

        assertThatThrownBy(() -> send(pvesh, Method.GET, "/x", Map.of()))
                .isInstanceOf(PveException.Rejected.class)
                .hasMessage("cannot do it: No 'get' handler defined for '/x'");
    }

    @Test
    void words_instead_of_json_are_no_answer() {
        assertThatThrownBy(() -> send(pvesh("echo hello"), Method.GET, "/x", Map.of()))
                .isInstanceOf(PveException.Unavailable.class)
                .hasMessage("cannot do it: pvesh did not end with JSON but with: hello");
    }

    @Test
    void a_machine_without_pvesh_is_no_node() {
        PveshTransport nowhere = new PveshTransport(new LocalShell(List.of("env", "PATH=/nowhere"), "the test's node"));

        PveException.Unavailable failure =
                catchThrowableOfType(PveException.Unavailable.class, () -> send(nowhere, Method.GET, "/x", Map.of()));

        assertThat(failure.dispatched()).isFalse();
        assertThat(failure.hint()).isNotBlank();
    }

    @Test
    void a_call_that_runs_too_long_may_have_been_done() {
        PveshTransport pvesh = pvesh("sleep 30");

        PveException.Unavailable failure = catchThrowableOfType(
                PveException.Unavailable.class,
                () -> pvesh.sendTask(
                        Method.POST,
                        "/x",
                        new TreeMap<>(Map.of("password", "hidden")),
                        "do it",
                        Duration.ofMillis(300),
                        line -> {}));

        assertThat(failure)
                .hasMessage("cannot do it: pvesh create /x on the test's node had not ended in time and was ended");
        assertThat(failure.dispatched()).isTrue();
    }

    @Test
    void it_acts_as_root_and_says_where() {
        PveshTransport pvesh = pvesh("");

        assertThat(pvesh.actsAsRoot()).isTrue();
        assertThat(pvesh.where()).isEqualTo("pvesh on the test's node");
    }
}
