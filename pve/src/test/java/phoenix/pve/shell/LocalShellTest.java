package phoenix.pve.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalShellTest {
    private final LocalShell shell = new LocalShell();

    @Test
    void a_command_leaves_its_exit_code_and_both_outputs() {
        Output output = shell.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));

        assertThat(output).isEqualTo(new Output(3, "out\n", "err\n"));
        assertThat(output.succeeded()).isFalse();
    }

    @Test
    void a_command_that_died_of_a_signal_has_128_and_the_signal_as_its_code() {
        Output output = shell.run(Command.of("sh", "-c", "kill -KILL $$"));

        assertThat(output.exitCode()).isEqualTo(128 + 9);
    }

    @Test
    void no_shell_looks_at_the_arguments() {
        List<String> words = NastyWords.ALL;

        Output output = shell.run(Command.of(NastyWords.printing(words)));

        assertThat(NastyWords.printed(output)).isEqualTo(words);
    }

    @Test
    void a_program_that_is_attached_gets_its_words_its_input_and_passes_its_code_on() throws Exception {
        LocalShell behind = new LocalShell(List.of("env", "WHERE=there"), "behind env");

        List<String> words =
                behind.attached(NastyWords.printing(NastyWords.ALL), false).orElseThrow();
        List<String> script = behind.attached(List.of("sh", "-c", "echo $WHERE; cat; exit 7"), true)
                .orElseThrow();

        assertThat(NastyWords.printed(Attached.run(words, ""))).isEqualTo(NastyWords.ALL);
        assertThat(Attached.run(script, "typed\n")).isEqualTo(new Output(7, "there\ntyped\n", ""));
    }

    @Test
    void input_reaches_the_program_and_ends() {
        byte[] input = "zwölf Boxkämpfer\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);

        Output output = shell.run(Command.of("cat").withInput(input));

        assertThat(output.stdout().getBytes(StandardCharsets.UTF_8)).isEqualTo(input);
    }

    @Test
    void a_program_may_leave_its_input_unread() {
        Output output = shell.run(Command.of("true").withInput(new byte[1 << 20]));

        assertThat(output.succeeded()).isTrue();
    }

    @Test
    void lines_come_as_they_are_printed_and_not_at_the_end() {
        CompletableFuture<Long> pid = new CompletableFuture<>();

        CompletableFuture<Output> run = CompletableFuture.supplyAsync(() -> shell.run(
                Command.of("sh", "-c", "echo $$; exec sleep 30"), line -> pid.complete(Long.parseLong(line))));

        assertThat(pid).succeedsWithin(Duration.ofSeconds(10));
        assertThat(run).isNotDone();
        ProcessHandle.of(pid.join()).orElseThrow().destroy();
        assertThat(run).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void a_progress_bar_is_many_lines_and_the_last_line_needs_no_end() {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        shell.run(Command.of("printf", "10%%\\r20%%\\r\\nnext\\n\\nlast"), lines::add);

        assertThat(lines).containsExactly("10%", "20%", "next", "", "last");
    }

    @Test
    void only_the_end_of_a_huge_output_is_kept() {
        Output output = shell.run(Command.of("sh", "-c", "head -c 40000000 /dev/zero | tr '\\0' x; echo end"));

        assertThat(output.stdout()).hasSize(CapturedStream.CAP).endsWith("xend\n");
    }

    @Test
    void a_program_that_does_not_exist_is_named() {
        ShellException.NotStarted failure = catchThrowableOfType(
                ShellException.NotStarted.class, () -> shell.run(Command.of("no-such-program", "a b")));

        assertThat(failure).hasMessage("cannot run no-such-program 'a b' on this machine: No such file or directory");
        assertThat(failure.hint()).isEqualTo("install the package that brings no-such-program, or look at PATH");
    }

    @Test
    void a_command_that_runs_too_long_is_ended_with_all_that_it_started() {
        CompletableFuture<Long> child = new CompletableFuture<>();
        Command command = Command.of("sh", "-c", "sleep 60 & echo $!; wait").within(Duration.ofMillis(500));

        ShellException.TimedOut failure = catchThrowableOfType(
                ShellException.TimedOut.class, () -> shell.run(command, line -> child.complete(Long.parseLong(line))));

        assertThat(failure)
                .hasMessage("ran longer than 0.5 s and was ended on this machine: sh -c 'sleep 60 & echo $!; wait'; "
                        + "its last line: " + child.join());
        await().atMost(Duration.ofSeconds(5)).until(() -> InterruptedRun.gone(child.join()));
    }

    @Test
    void a_command_that_refuses_to_end_is_killed() {
        Command command = Command.of("sh", "-c", "trap '' TERM; while :; do sleep 1; done")
                .within(Duration.ofMillis(300));

        long start = System.nanoTime();

        assertThatThrownBy(() -> shell.run(command)).isInstanceOf(ShellException.TimedOut.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void ctrl_c_on_the_terminal_does_not_reach_a_command_because_it_leads_a_session_of_its_own() {
        Output output = shell.run(Command.of("sh", "-c", "echo $$; cut --delimiter=' ' --fields=6 /proc/$$/stat"));

        assertThat(output.stdout()).matches("([0-9]+)\n\\1\n");
    }

    @Test
    void an_interrupt_ends_the_command_at_once_and_stays_set() throws InterruptedException {
        InterruptedRun run = InterruptedRun.in(shell);

        assertThat(run.failure())
                .isInstanceOf(ShellException.Interrupted.class)
                .hasMessageStartingWith("interrupted while running sh -c");
        assertThat(run.flagStands()).isTrue();
        assertThat(InterruptedRun.gone(run.pid())).isTrue();
    }

    @Test
    void something_left_in_the_background_does_not_hold_the_run_up() {
        long start = System.nanoTime();

        Output output = shell.run(Command.of("sh", "-c", "sleep 20 & echo $!"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(output.succeeded()).isTrue();
        ProcessHandle.of(Long.parseLong(output.stdout().strip())).ifPresent(ProcessHandle::destroy);
    }

    @Test
    void a_listener_that_fails_fails_the_run() {
        assertThatThrownBy(() -> shell.run(Command.of("echo", "x"), line -> {
                    throw new IllegalStateException("disk full");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("disk full");
    }

    @Test
    void a_prefix_leads_elsewhere() {
        LocalShell elsewhere = new LocalShell(List.of("env", "PLACE=there"), "there");

        Output output = elsewhere.run(Command.of("printenv", "PLACE"));

        assertThat(output.stdout()).isEqualTo("there\n");
        assertThat(elsewhere.where()).isEqualTo("there");
    }

    @Test
    void arguments_that_the_locale_cannot_spell_arrive_all_the_same() {
        List<String> argv = NastyWords.printing(NastyWords.ALL);

        Output output;
        try (SpellableArguments arguments = SpellableArguments.of(argv, StandardCharsets.US_ASCII)) {
            assertThat(arguments.argv()).hasSize(2).startsWith("sh");
            output = shell.run(Command.of(arguments.argv()));
        }

        assertThat(NastyWords.printed(output)).isEqualTo(NastyWords.ALL);
    }
}
