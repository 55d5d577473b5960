package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The packaged command as its users run it: a process of its own, with its own environment. */
final class PhoenixCommand implements AutoCloseable {
    /** Where runs of the tests keep their logs: not among those of the machine's own runs. */
    static final Path LOGS = Packaged.HOME.resolve("cli/target/run-logs");

    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final List<String> err = Collections.synchronizedList(new ArrayList<>());
    private final Thread outReader;
    private final Thread errReader;

    private PhoenixCommand(Process process, @Nullable Predicate<String> killAt) {
        this.process = process;
        this.outReader = reader(process.getInputStream(), out, line -> false);
        this.errReader = reader(process.getErrorStream(), err, killAt == null ? line -> false : killAt);
    }

    /** Runs the command to its end. */
    static Ended run(Map<String, String> environment, Duration limit, String... arguments) {
        try (PhoenixCommand command = start(environment, arguments)) {
            return command.end(limit);
        }
    }

    /** Starts the command and leaves it running. */
    static PhoenixCommand start(Map<String, String> environment, String... arguments) {
        return start(environment, null, arguments);
    }

    /** Starts the command, and kills it (SIGKILL) as soon as it prints a line to standard error for which this holds. */
    static PhoenixCommand startUntil(Predicate<String> killAt, Map<String, String> environment, String... arguments) {
        return start(environment, killAt, arguments);
    }

    private static PhoenixCommand start(
            Map<String, String> environment, @Nullable Predicate<String> killAt, String... arguments) {
        // Tests that run in the background ignore Ctrl-C, and what they start would inherit that.
        List<String> argv = new ArrayList<>(List.of("env", "--default-signal=INT"));
        argv.addAll(Packaged.command());
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().keySet().removeIf(name -> name.startsWith("PROXMOX_VE_") || name.startsWith("PHOENIX_"));
        builder.environment().put("PHOENIX_LOG_DIR", LOGS.toString());
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return new PhoenixCommand(builder.start(), killAt);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the packaged command", e);
        }
    }

    /** Waits for a line on either stream. */
    void awaitLine(String part, Duration limit) {
        Awaitility.await("a line with '" + part + "'").atMost(limit).until(() -> {
            assertThat(process.isAlive())
                    .as("still running; said:\n" + everything())
                    .isTrue();
            return everything().contains(part);
        });
    }

    /** Waits for the end of the process. */
    Ended end(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + "; said:\n" + everything());
            }
            outReader.join(OUTPUT_LIMIT.toMillis());
            errReader.join(OUTPUT_LIMIT.toMillis());
            assertThat(outReader.isAlive() || errReader.isAlive())
                    .as("a process that outlived the command holds its output; said:\n%s", everything())
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new Ended(process.exitValue(), String.join("\n", out), String.join("\n", err));
    }

    /** Sends a signal by its name, as a terminal would: {@code INT}. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String everything() {
        return String.join("\n", List.copyOf(out)) + "\n" + String.join("\n", List.copyOf(err));
    }

    private Thread reader(InputStream stream, List<String> lines, Predicate<String> killAt) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            lines.add(line);
                            if (killAt.test(line)) {
                                process.destroyForcibly();
                            }
                        }
                    } catch (IOException e) {
                        lines.add("(stream closed: " + e.getMessage() + ")");
                    }
                },
                "phoenix-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Ends the process if it still runs: politely, then at once. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static boolean isPackaged() {
        return Packaged.isThere();
    }

    /** How a command ended, and what it said. */
    record Ended(int exitCode, String out, String err) {
        /** Expects an exit code; what the command said stands in the failure. */
        Ended expect(int wanted) {
            assertThat(exitCode).as("exit code; out:\n%s\nerr:\n%s", out, err).isEqualTo(wanted);
            return this;
        }
    }
}
