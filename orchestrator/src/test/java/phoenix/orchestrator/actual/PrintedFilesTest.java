package phoenix.orchestrator.actual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.LocalShell;
import phoenix.pve.shell.Output;

class PrintedFilesTest {
    private static final Pattern LINE = Pattern.compile("/etc/([a-z]+)/([0-9]+)\\.conf:(.*)");

    private final PrintedFiles printed = new PrintedFiles(LINE);

    @Test
    void lines_are_put_together_again_by_their_files_and_others_overlooked() {
        List.of(
                        "/etc/a/100.conf:name: web",
                        "/etc/b/100.conf:",
                        "/etc/a/100.conf:/etc/b/100.conf:x",
                        "grep: /etc/c/100.conf: Permission denied")
                .forEach(printed);

        assertThat(printed.texts())
                .isEqualTo(Map.of(List.of("a", "100"), "name: web\n/etc/b/100.conf:x\n", List.of("b", "100"), "\n"));
    }

    @Test
    void more_than_a_shell_keeps_of_an_output_is_read_whole() {
        String lines = "BEGIN { for (i = 100; i < 200100; i++) printf \"/etc/lxc/%d.conf:%080d\\n\", i, i }";

        Output output = new LocalShell().run(Command.of("awk", lines), printed);

        assertThat(output.stdout()).doesNotContain("/etc/lxc/100.conf");
        assertThat(printed.texts()).hasSize(200_000).containsKey(List.of("lxc", "100"));
    }
}
