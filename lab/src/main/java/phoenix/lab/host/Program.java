package phoenix.lab.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import phoenix.lab.node.NodeException;

/**
 * One program of the machine, run by its argument vector, never through a shell.
 *
 * @param limit after which the program and its children are killed
 * @param input what it reads on its standard input
 * @param lines receives each line of its output and error output as it comes
 */
record Program(List<String> argv, Duration limit, String input, Consumer<String> lines) {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);
    private static final int QUOTED_LINES = 8;

    Program {
        argv = List.copyOf(argv);
    }

    /** What a program left behind. */
    record Result(int code, String out, String err) {
        boolean succeeded() {
            return code == 0;
        }
    }

    static Program of(String... argv) {
        return of(List.of(argv));
    }

    static Program of(List<String> argv) {
        return new Program(argv, USUAL_LIMIT, "", line -> {});
    }

    Program within(Duration newLimit) {
        return new Program(argv, newLimit, input, lines);
    }

    Program reading(String newInput) {
        return new Program(argv, limit, newInput, lines);
    }

    Program telling(Consumer<String> newLines) {
        return new Program(argv, limit, input, newLines);
    }

    /** The same, but killed by the kernel if this process dies first: no orphan goes on building what the next run tidies away. */
    Program dyingWithUs() {
        return after("setpriv", "--pdeathsig", "KILL");
    }

    /** The same with all its children in a process namespace of their own that goes when this process goes. */
    Program dyingWithUsAndChildren() {
        return after("setpriv", "--pdeathsig", "KILL", "unshare", "--fork", "--kill-child", "--pid", "--mount-proc");
    }

    private Program after(String... wrapper) {
        List<String> wrapped = new ArrayList<>(List.of(wrapper));
        wrapped.addAll(argv);
        return new Program(wrapped, limit, input, lines);
    }

    /**
     * Runs it.
     *
     * @return its standard output
     * @throws NodeException if it cannot be started, fails or takes too long; with its own last words
     */
    String run() {
        Result result = tryOut();
        if (!result.succeeded()) {
            throw new NodeException("command '" + String.join(" ", argv) + "' failed: exit code " + result.code()
                    + lastWords(result.err().isBlank() ? result.out() : result.err()));
        }
        return result.out();
    }

    /**
     * Runs it, whatever its exit code.
     *
     * @throws NodeException if it cannot be started or takes too long
     */
    Result tryOut() {
        Process process = start();
        try {
            Reading out = Reading.begin(process.inputReader(StandardCharsets.UTF_8), lines);
            Reading err = Reading.begin(process.errorReader(StandardCharsets.UTF_8), lines);
            feed(process);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NodeException("command '" + String.join(" ", argv) + "' did not end within "
                        + limit.toSeconds() + " s and was killed");
            }
            return new Result(process.exitValue(), out.text(), err.text());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("command '" + String.join(" ", argv) + "' was interrupted", interrupted);
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(OwnSession.of(argv));
        builder.directory(Path.of("/").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new NodeException("cannot run '" + argv.get(0) + "': " + failed.getMessage(), failed);
        }
    }

    private void feed(Process process) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // A program may end without reading its input; its exit code tells how it went.
            lines.accept(argv.get(0) + " did not read its input: " + gone.getMessage());
        }
    }

    private static String lastWords(String text) {
        List<String> all = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> last = all.subList(Math.max(0, all.size() - QUOTED_LINES), all.size());
        return last.isEmpty() ? "" : ": " + String.join("\n", last);
    }
}
