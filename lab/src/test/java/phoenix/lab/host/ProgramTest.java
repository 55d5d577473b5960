package phoenix.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import phoenix.lab.node.NodeException;

class ProgramTest {
    @Test
    void ctrl_c_on_the_terminal_does_not_reach_a_program_because_it_leads_a_session_of_its_own() {
        String out = Program.of("sh", "-c", "echo $$; cut --delimiter=' ' --fields=6 /proc/$$/stat")
                .run();

        assertThat(out).matches("([0-9]+)\n\\1\n?");
    }

    @Test
    void arguments_are_passed_as_they_are() {
        assertThat(Program.of("printf", "%s", "a b; $(c) 'd'").run()).isEqualTo("a b; $(c) 'd'");
    }

    @Test
    void a_failure_brings_the_programs_own_words() {
        assertThatThrownBy(() -> Program.of("ls", "/no/such/folder").run())
                .isInstanceOf(NodeException.class)
                .hasMessageStartingWith("command 'ls /no/such/folder' failed: exit code 2: ")
                .hasMessageContaining("No such file or directory");
    }

    @Test
    void a_program_that_hangs_is_killed_with_its_children() {
        String mark = "49152.5";

        assertThatThrownBy(() -> Program.of("sh", "-c", "sleep " + mark + "; true")
                        .within(Duration.ofMillis(300))
                        .run())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("did not end within");

        assertThat(ProcessHandle.allProcesses().filter(ProcessHandle::isAlive))
                .noneMatch(process -> process.info().commandLine().orElse("").contains(mark));
    }

    @Test
    void a_child_that_keeps_the_output_open_does_not_hold_us() {
        Program.Result result = Program.of("sh", "-c", "echo said; sleep 60 & exit 3")
                .within(Duration.ofSeconds(20))
                .tryOut();

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEqualTo("said");
    }

    @Test
    void lines_are_told_as_they_come_and_input_is_read() {
        List<String> lines = new CopyOnWriteArrayList<>();

        String out = Program.of("sh", "-c", "cat; echo problem >&2")
                .reading("one\ntwo\n")
                .telling(lines::add)
                .run();

        assertThat(out).isEqualTo("one\ntwo");
        assertThat(lines).contains("one", "two", "problem");
    }

    @Test
    void a_program_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Program.of("no-such-program").run())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("cannot run 'no-such-program'");
    }
}
