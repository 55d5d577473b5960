package phoenix.lab.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs that handle files on the simulated node, and shell scripts made of them: the machine's own {@code sh}, with the node's tree
 * in place of the machine's, and with no other programs to
 * find than those that only read and write files.
 */
final class SimulatedScripts {
    private static final List<String> PROGRAMS = List.of(
            "awk",
            "basename",
            "cat",
            "chmod",
            "chown",
            "cmp",
            "cp",
            "cut",
            "date",
            "diff",
            "dirname",
            "find",
            "flock",
            "grep",
            "head",
            "ls",
            "mkdir",
            "mktemp",
            "mv",
            "printf",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sh",
            "sha1sum",
            "sha256sum",
            "sort",
            "stat",
            "sync",
            "tail",
            "tee",
            "test",
            "touch",
            "tr",
            "uniq",
            "wc");

    /** An argument that is a path, or an option with one; programs and the kernel's own file systems stay the machine's. */
    private static final Pattern PATH = Pattern.compile(
            "(-{1,2}[a-z-]+=)?/(?!(?:bin|sbin|usr/s?bin|proc|sys)/|dev/(?:null|zero|std[a-z]+|fd/.*)$)(?=\\w).*");

    /** A path within a script. */
    private static final Pattern PATH_WITHIN = Pattern.compile(
            "(?<![\\w.~/-])/(boot|etc|home|media|mnt|opt|root|rpool|run|srv|tmp|var)" + "(?=[/\\s\"';&|)]|$)");

    /** For each name a script in the working directory that goes on to the machine's program. */
    private static final String FORWARD = """
            for name; do
              for program in "/usr/bin/$name" "/bin/$name"; do
                if [ -x "$program" ]; then
                  printf '#!/bin/sh\\nexec %s "$@"\\n' "$program" >"$name" || exit
                  break
                fi
              done
            done
            chmod 755 -- *
            """;

    private static final int KILLED = 137;

    private final Path root;

    SimulatedScripts(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Whether there is a program of this name: one of those, or one that somebody put beside them. */
    boolean has(String program) {
        return PROGRAMS.contains(program)
                || (!program.isEmpty()
                        && Files.isRegularFile(root.resolveSibling("bin").resolve(program)));
    }

    Result exec(List<String> argv, byte[] stdin) {
        List<String> mapped =
                new ArrayList<>(argv.stream().map(this::seenFromHere).toList());
        try {
            mapped.set(0, program(argv.get(0)).toString());
            Files.createDirectories(root.resolve("tmp"));
            Files.createDirectories(root.resolve("root"));
            ProcessBuilder builder = new ProcessBuilder(mapped).directory(root.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", programs().toString());
            builder.environment().put("HOME", root.resolve("root").toString());
            builder.environment().put("TMPDIR", root.resolve("tmp").toString());
            builder.environment().put("LC_ALL", "C.UTF-8");
            return run(builder.start(), stdin);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run " + argv.get(0) + " for the simulated node", failed);
        }
    }

    private Result run(Process process, byte[] stdin) {
        CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        feed(process, stdin);
        try {
            int code = process.waitFor();
            return new Result(code, seenFromThere(out.join()), seenFromThere(err.join()));
        } catch (InterruptedException ended) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return Result.failed(KILLED, "Killed\n");
        }
    }

    private static void feed(Process process, byte[] stdin) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(stdin);
        } catch (IOException notRead) {
            // It ended without reading all of its input, which is its affair.
            return;
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read what a program says", failed);
        }
    }

    /**
     * A folder with the programs that may be found, beside the node's tree. A shell writes it: what this process wrote would still be open
     * for writing in a process that another thread is starting, and then a "Text file busy" to whoever runs it.
     */
    private synchronized Path programs() throws IOException {
        Path folder = root.resolveSibling("bin");
        if (!Files.isDirectory(folder)) {
            Path born = Files.createTempDirectory(root.getParent(), ".bin");
            List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", FORWARD, "sh"));
            argv.addAll(PROGRAMS);
            Result written =
                    run(new ProcessBuilder(argv).directory(born.toFile()).start(), new byte[0]);
            if (written.exitCode() != 0) {
                throw new IOException("cannot write programs to " + born + ": " + written.stderr());
            }
            Files.move(born, folder);
        }
        return folder;
    }

    private Path program(String name) throws IOException {
        return programs().resolve(name.substring(name.lastIndexOf('/') + 1));
    }

    private String seenFromHere(String text) {
        Matcher path = PATH.matcher(text);
        if (path.matches()) {
            int slash = path.group(1) == null ? 0 : path.end(1);
            return text.substring(0, slash) + root + text.substring(slash);
        }
        return PATH_WITHIN.matcher(text).replaceAll(Matcher.quoteReplacement(root.toString()) + "/$1");
    }

    private String seenFromThere(String text) {
        return text.replace(root.toString() + "/", "/");
    }
}
