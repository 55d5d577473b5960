package phoenix.pve.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's own client against a real server in this process. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before each test
class SshShellTest {
    @TempDir
    static Path folder;

    private static SshServerForTests server;
    private SshShell shell;

    @BeforeAll
    static void startServer() throws IOException {
        server = new SshServerForTests(folder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        shell = new SshShell(server.options());
    }

    @AfterEach
    void disconnect() {
        shell.close();
    }

    @Test
    void a_command_leaves_its_exit_code_and_both_outputs() {
        Output output = shell.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));

        assertThat(output).isEqualTo(new Output(3, "out\n", "err\n"));
    }

    @Test
    void arguments_arrive_as_they_are() {
        Output output = shell.run(Command.of(NastyWords.printing(NastyWords.ALL)));

        assertThat(NastyWords.printed(output)).isEqualTo(NastyWords.ALL);
    }

    @Test
    void a_program_that_is_attached_gets_its_words_its_input_and_passes_its_code_on() throws Exception {
        List<String> words =
                shell.attached(NastyWords.printing(NastyWords.ALL), false).orElseThrow();
        List<String> script =
                shell.attached(List.of("sh", "-c", "cat; exit 7"), false).orElseThrow();

        assertThat(NastyWords.printed(Attached.run(words, ""))).isEqualTo(NastyWords.ALL);
        assertThat(Attached.run(script, "typed\n")).isEqualTo(new Output(7, "typed\n", ""));
    }

    @Test
    void a_program_that_is_attached_has_a_terminal_only_if_it_is_to_have_one() {
        assertThat(shell.attached(List.of("bash"), true).orElseThrow())
                .contains("-t")
                .doesNotContain("-T");
        assertThat(shell.attached(List.of("bash"), false).orElseThrow())
                .contains("-T")
                .doesNotContain("-t");
    }

    /** The sum is sent back, not the input: the test's server pumps both ways in one thread, so an echo of it all would block. */
    @Test
    void input_reaches_the_program_and_ends() throws NoSuchAlgorithmException {
        byte[] input = "zwölf Boxkämpfer\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);

        Output output = shell.run(Command.of("sha256sum").withInput(input));

        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
        assertThat(output.stdout()).isEqualTo(sum + "  -\n");
    }

    @Test
    void a_program_without_input_sees_its_end() {
        Output output = shell.run(Command.of("cat"));

        assertThat(output).isEqualTo(new Output(0, "", ""));
    }

    @Test
    void commands_share_one_connection_also_when_they_come_at_once() {
        int before = server.sessions();

        List<CompletableFuture<Output>> runs = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> shell.run(Command.of("echo", "run " + i))))
                .toList();

        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).join()).isEqualTo(new Output(0, "run " + i + "\n", ""));
        }
        assertThat(server.sessions() - before).isEqualTo(1);
    }

    @Test
    void lines_of_both_outputs_come_without_our_own_marks() {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        shell.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 255"), lines::add);

        assertThat(lines).containsExactlyInAnyOrder("out", "err");
    }

    @Test
    void a_program_may_end_with_the_code_that_ssh_keeps_for_itself() {
        Output output = shell.run(Command.of("sh", "-c", "echo sorry >&2; exit 255"));

        assertThat(output).isEqualTo(new Output(255, "", "sorry\n"));
    }

    @Test
    void a_program_that_does_not_exist_there_is_named() {
        ShellException.NotStarted failure =
                catchThrowableOfType(ShellException.NotStarted.class, () -> shell.run(Command.of("no-such-program")));

        assertThat(failure)
                .hasMessage("cannot run no-such-program on root@127.0.0.1 over SSH: there is no such program");
        assertThat(failure.hint()).isEqualTo("install the package that brings no-such-program there");
    }

    @Test
    void a_key_that_is_not_let_in_brings_the_servers_words() {
        try (SshShell other = new SshShell(server.optionsWithAnotherKey())) {
            ShellException.Unreachable failure =
                    catchThrowableOfType(ShellException.Unreachable.class, () -> other.run(Command.of("true")));

            assertThat(failure)
                    .hasMessageStartingWith("cannot reach root@127.0.0.1 over SSH: ")
                    .hasMessageContaining("Permission denied");
            assertThat(failure.hint()).startsWith("see what this says: ssh ").endsWith("root@127.0.0.1 true");
        }
    }

    @Test
    void a_host_whose_key_is_not_known_is_not_believed() {
        try (SshShell stranger = new SshShell(server.optionsOfAStranger())) {
            ShellException.Unreachable failure =
                    catchThrowableOfType(ShellException.Unreachable.class, () -> stranger.run(Command.of("true")));

            assertThat(failure).hasMessageContaining("Host key verification failed");
        }
    }

    @Test
    void a_port_where_nobody_listens_is_unreachable() {
        try (SshShell nobody = new SshShell(server.options().onPort(1))) {
            ShellException.Unreachable failure =
                    catchThrowableOfType(ShellException.Unreachable.class, () -> nobody.run(Command.of("true")));

            assertThat(failure).hasMessageContaining("Connection refused");
        }
    }

    @Test
    void a_connection_that_breaks_leaves_the_outcome_open() {
        ShellException.Unreachable failure = catchThrowableOfType(
                ShellException.Unreachable.class,
                () -> shell.run(Command.of("sh", "-c", "echo here; exec sleep 20"), line -> server.dropConnections()));

        assertThat(failure)
                .hasMessageStartingWith("the connection to root@127.0.0.1 over SSH broke while running sh -c");
        assertThat(failure.hint()).isEqualTo("look whether it took effect, then run it again");
        assertThat(shell.run(Command.of("echo", "again")).stdout()).isEqualTo("again\n");
    }

    @Test
    void a_command_that_runs_too_long_is_ended_over_there() {
        CompletableFuture<Long> pid = new CompletableFuture<>();
        Command command = Command.of("sh", "-c", "echo $$; exec sleep 60").within(Duration.ofSeconds(2));

        ShellException.TimedOut failure = catchThrowableOfType(
                ShellException.TimedOut.class, () -> shell.run(command, line -> pid.complete(Long.parseLong(line))));

        assertThat(failure)
                .hasMessage("ran longer than 2 s and was ended on root@127.0.0.1 over SSH: "
                        + "sh -c 'echo $$; exec sleep 60'");
        await().atMost(Duration.ofSeconds(10)).until(() -> InterruptedRun.gone(pid.join()));
    }

    @Test
    void an_interrupt_ends_the_command_over_there_and_stays_set() throws InterruptedException {
        InterruptedRun run = InterruptedRun.in(shell);

        assertThat(run.failure())
                .isInstanceOf(ShellException.Interrupted.class)
                .hasMessageStartingWith("interrupted while running sh -c")
                .hasMessageEndingWith("on root@127.0.0.1 over SSH");
        assertThat(run.flagStands()).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> InterruptedRun.gone(run.pid()));
    }

    @Test
    void closing_leaves_no_folder_and_no_connection() throws IOException {
        List<Path> before = temporaryFolders();
        SshShell other = new SshShell(server.options());
        other.run(Command.of("true"));
        List<Path> during = temporaryFolders();

        other.close();

        assertThat(during).hasSize(before.size() + 1);
        assertThat(temporaryFolders()).isEqualTo(before);
    }

    private static List<Path> temporaryFolders() throws IOException {
        try (var entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(path -> path.getFileName().toString().startsWith(SshShell.FOLDER))
                    .sorted()
                    .toList();
        }
    }
}
