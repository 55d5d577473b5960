package phoenix.lab.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import phoenix.lab.files.WholeFile;
import phoenix.pve.VmId;

/**
 * Commands inside simulated guests. A command succeeds unless the file {@code commands/<id>} of the node says otherwise; what was run is
 * kept in the guest's folder as {@code attached/<number>}, what it read beside it with {@code .input}.
 *
 * <p>Each line of {@code commands/<id>} is {@code <exit code> <text>}, or {@code hang <text>}, with {@code  => <output>} behind it if
 * the command is to say something: it is for commands that hold the text in an argument.
 */
final class ScriptedCommands {
    private static final Pattern RULE = Pattern.compile("(hang|[0-9]{1,3}) (.+?)(?: => (.*))?");
    private static final Duration LONGEST_HANG = Duration.ofHours(1);
    private static final int KILLED = 137;

    private final Path commands;
    private final AtomicLong number = new AtomicLong();

    /** @param commands the folder with the rules */
    ScriptedCommands(Path commands) {
        this.commands = commands;
    }

    private record Rule(String outcome, String text, String output) {}

    Result run(VmId id, Path folder, List<String> command, byte[] stdin) {
        record(folder.resolve("attached"), command, stdin);
        Optional<Rule> rule = rules(id).stream()
                .filter(one -> command.stream().anyMatch(word -> word.contains(one.text())))
                .findFirst();
        if (rule.isEmpty()) {
            return Result.ok(usualOutput(command));
        }
        if (rule.get().outcome().equals("hang")) {
            return hang();
        }
        int exitCode = Integer.parseInt(rule.get().outcome());
        String output = rule.get().output();
        return exitCode == 0 ? Result.ok(output) : new Result(exitCode, "", output);
    }

    private void record(Path folder, List<String> command, byte[] stdin) {
        String name = String.format(Locale.ROOT, "%d-%04d", System.currentTimeMillis(), number.incrementAndGet());
        try {
            Files.createDirectories(folder);
            if (stdin.length > 0) {
                Files.write(folder.resolve(name + ".input"), stdin);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + folder, failed);
        }
        WholeFile.write(folder.resolve(name), String.join("\n", command) + "\n");
    }

    private List<Rule> rules(VmId id) {
        Path file = commands.resolve(id.toString());
        if (!Files.exists(file)) {
            return List.of();
        }
        return WholeFile.read(file)
                .lines()
                .map(RULE::matcher)
                .filter(Matcher::matches)
                .map(parts -> new Rule(
                        parts.group(1),
                        parts.group(2),
                        Optional.ofNullable(parts.group(3))
                                .map(text -> text + "\n")
                                .orElse("")))
                .toList();
    }

    private String usualOutput(List<String> command) {
        boolean temporary = !command.isEmpty() && command.get(0).endsWith("mktemp");
        return temporary ? "/tmp/tmp.simulated" + number.get() + "\n" : "";
    }

    private static Result hang() {
        try {
            TimeUnit.SECONDS.sleep(LONGEST_HANG.toSeconds());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return Result.failed(KILLED, "Killed\n");
    }
}
