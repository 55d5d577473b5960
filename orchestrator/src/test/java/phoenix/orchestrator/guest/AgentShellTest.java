package phoenix.orchestrator.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.VmId;
import phoenix.pve.api.PveClient;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;

/** Programs that really run, by an agent whose guest is this machine. */
class AgentShellTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path run;

    private AgentOnThisMachine agent;
    private GuestShell shell;

    @BeforeEach
    void anAgent() {
        agent = new AgentOnThisMachine(run);
        shell = new AgentShell(new PveClient(agent), Target.vm(new VmId(8001), "8001 (docker)", "pve"));
    }

    @Test
    void a_short_question_gets_output_errors_and_exit_code() {
        Output output = shell.run(
                List.of("sh", "-c", "echo out; echo err >&2; exit 3"), new byte[0], Duration.ofSeconds(5), line -> {});

        assertThat(output.exitCode()).isEqualTo(3);
        assertThat(output.stdout()).isEqualTo("out\n");
        assertThat(output.stderr()).isEqualTo("err\n");
    }

    @Test
    void input_of_any_size_and_any_bytes_arrives_as_it_was_and_stands_in_no_argument() {
        byte[] input = new byte[200_000];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) (i * 31);
        }
        byte[] secret = "the-secret".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(secret, 0, input, 0, secret.length);

        Output output = shell.run(List.of("sh", "-c", "wc -c; head -c 0"), input, LONG, line -> {});

        assertThat(output.stdout().strip()).isEqualTo("200000");
        assertThat(agent.arguments()).noneMatch(argument -> argument.contains("the-secret"));
    }

    @Test
    void lines_are_shown_while_the_program_is_at_work_each_once() throws Exception {
        List<String> lines = new ArrayList<>();
        Path goOn = run.resolve("go-on");

        Output output = shell.run(
                List.of("sh", "-c", "echo first; while [ ! -e " + goOn + " ]; do sleep 0.05; done; echo second"),
                new byte[0],
                LONG,
                line -> {
                    lines.add(line);
                    try {
                        Files.writeString(goOn, ""); // it only ends because its first line was seen before
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });

        assertThat(output.succeeded()).isTrue();
        assertThat(lines).containsExactly("first", "second");
    }

    @Test
    void what_a_program_makes_may_be_read_by_others_as_anywhere_else() {
        Output output =
                shell.run(List.of("sh", "-c", "umask; exit 4"), "x".getBytes(StandardCharsets.UTF_8), LONG, line -> {});

        assertThat(output.stdout().strip()).isEqualTo("0022");
        assertThat(output.exitCode()).isEqualTo(4);
    }

    @Test
    void nothing_of_ours_is_left_behind() throws Exception {
        shell.run(List.of("cat"), "some input".getBytes(StandardCharsets.UTF_8), LONG, line -> {});

        try (var left = Files.list(run)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("phoenix-")))
                    .isEmpty();
        }
    }

    @Test
    void what_does_not_end_in_time_is_said_to_be_still_at_work() {
        assertThatThrownBy(() -> shell.run(List.of("sleep", "2"), new byte[0], Duration.ofMillis(200), line -> {}))
                .isInstanceOf(ShellException.TimedOut.class)
                .hasMessageContaining("did not end within");
    }

    @Test
    void the_environment_is_the_same_as_in_a_container() {
        Output output = shell.run(
                List.of("sh", "-c", "echo $HOME $LANG $DEBIAN_FRONTEND"),
                new byte[0],
                Duration.ofSeconds(5),
                line -> {});

        assertThat(output.stdout()).isEqualTo("/root C.UTF-8 noninteractive\n");
    }
}
