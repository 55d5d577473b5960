package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The packaged command in a real terminal, as tmux gives it: what is typed reaches it as from a keyboard. */
final class TerminalWindow implements AutoCloseable {
    private static final Path KEEP_EXIT_CODE = Path.of("src/test/resources/phoenix/cli/acceptance/keep-exit-code.sh")
            .toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path socket;
    private final Path exitCode;

    private TerminalWindow(Path folder) {
        this.socket = folder.resolve("tmux");
        this.exitCode = folder.resolve("exit-code");
    }

    /** @param folder a short one, for tmux's socket */
    static TerminalWindow open(Path folder, Map<String, String> environment, String... arguments) {
        return open(folder, environment, Path.of("/dev/tty"), arguments);
    }

    /** @param told where standard error goes, instead of to the terminal */
    static TerminalWindow open(Path folder, Map<String, String> environment, Path told, String... arguments) {
        TerminalWindow window = new TerminalWindow(folder);
        window.start(environment, told, arguments);
        return window;
    }

    private void start(Map<String, String> environment, Path told, String... arguments) {
        List<String> argv =
                new ArrayList<>(List.of("start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";"));
        argv.addAll(List.of("new-session", "-d", "-x", "200", "-y", "100"));
        argv.addAll(List.of("sh", KEEP_EXIT_CODE.toString(), exitCode.toString()));
        argv.addAll(List.of("sh", "-c", "told=$1; shift; exec \"$@\" 2>\"$told\"", "sh", told.toString()));
        argv.addAll(Packaged.command());
        argv.addAll(Arrays.asList(arguments));
        tmux(environment, argv);
    }

    /** Makes the window another size, as a user does with the mouse. */
    void resize(int columns, int rows) {
        tmux(Map.of(), List.of("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows)));
    }

    /** What can be seen now, without what has scrolled away. */
    List<String> screen() {
        return tmux(Map.of(), List.of("capture-pane", "-p")).lines().toList();
    }

    /** The same with the colours, as the sequences that make them. */
    String colouredScreen() {
        return tmux(Map.of(), List.of("capture-pane", "-p", "-e"));
    }

    /** Waits until a text can be read in the window. */
    void awaitText(String part, Duration limit) {
        Awaitility.await("'" + part + "' in the terminal")
                .atMost(limit)
                .untilAsserted(() -> assertThat(text()).contains(part));
    }

    /** Types a line and the return key. */
    void type(String line) {
        tmux(Map.of(), List.of("send-keys", "-l", line));
        press("Enter");
    }

    /** Presses a key by tmux's name for it: {@code C-c}. */
    void press(String key) {
        tmux(Map.of(), List.of("send-keys", key));
    }

    /** Waits until the command has ended, and returns its exit code. */
    int exitCode(Duration limit) {
        Awaitility.await("the end of the command")
                .atMost(limit)
                .untilAsserted(() -> assertThat(exitCode).as(text()).exists());
        try {
            return Integer.parseInt(Files.readString(exitCode).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return tmux(Map.of(), List.of("capture-pane", "-p", "-J", "-S", "-"));
    }

    private String tmux(Map<String, String> environment, List<String> words) {
        List<String> argv = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null", "-S", socket.toString()));
        argv.addAll(words);
        return OtherProgram.run(environment, LIMIT, argv, "").expect(0).out();
    }

    @Override
    public void close() {
        tmux(Map.of(), List.of("kill-server"));
        try {
            Files.deleteIfExists(exitCode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
