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
 * {@code lxc-attach} into simulated containers. A command succeeds unless the file {@code commands/<id>} of the node says otherwise;
 * what was run is kept as {@code guests/<id>/attached/<number>}, what it read beside it with {@code .input}.
 *
 * <p>Each line of {@code commands/<id>} is {@code <exit code> <text>}, or {@code hang <text>}, with {@code  => <output>} behind it if
 * the command is to say something: it is for commands that hold the text in an argument.
 */
final class SimulatedAttach {
    private static final Pattern RULE = Pattern.compile("(hang|[0-9]{1,3}) (.+?)(?: => (.*))?");
    private static final Duration LONGEST_HANG = Duration.ofHours(1);
    private static final int KILLED = 137;

    private final SimulatedContainers containers;
    private final Path commands;
    private final AtomicLong number = new AtomicLong();

    SimulatedAttach(SimulatedNode node) {
        this.containers = node.containers();
        this.commands = node.root().resolveSibling("commands");
    }

    private record Rule(String outcome, String text, String output) {}

    Result exec(List<String> argv, byte[] stdin) {
        int dashes = argv.indexOf("--");
        List<String> options = dashes < 0 ? argv : argv.subList(0, dashes);
        List<String> command = dashes < 0 ? List.of() : argv.subList(dashes + 1, argv.size());
        Optional<VmId> id = guest(options);
        if (id.isEmpty()) {
            return Result.failed(1, "lxc-attach: No container name specified\n");
        }
        if (!containers.isRunning(id.get())) {
            String place = "lxc-attach: " + id.get() + ": ../src/lxc/attach.c: ";
            return Result.failed(
                    1,
                    place + "get_attach_context: 406 Connection refused - Failed to get init pid\n" + place
                            + "lxc_attach: 1470 Connection refused - Failed to get attach context\n");
        }
        record(id.get(), command, stdin);
        return answer(id.get(), command);
    }

    private static Optional<VmId> guest(List<String> options) {
        for (int i = 1; i < options.size(); i++) {
            String option = options.get(i);
            if ((option.equals("-n") || option.equals("--name")) && i + 1 < options.size()) {
                return Optional.of(VmId.parse(options.get(i + 1)));
            }
            if (option.startsWith("--name=")) {
                return Optional.of(VmId.parse(option.substring("--name=".length())));
            }
        }
        return Optional.empty();
    }

    private void record(VmId id, List<String> command, byte[] stdin) {
        Path folder = containers.folder(id).resolve("attached");
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

    private Result answer(VmId id, List<String> command) {
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
