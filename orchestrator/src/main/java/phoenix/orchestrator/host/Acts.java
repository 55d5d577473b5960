package phoenix.orchestrator.host;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.Upid;
import phoenix.pve.api.Request;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.Output;

/** The usual acts: a command, a script of ours, a file, a call of the API. */
public final class Acts {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(2);

    private Acts() {}

    /** Runs a program on the node. */
    public static Act run(String... argv) {
        return run(USUAL_LIMIT, List.of(argv));
    }

    /** Runs a program on the node. */
    public static Act run(Duration limit, List<String> argv) {
        Command command = Command.of(argv).within(limit);
        return new OnShell(command, List.of("run on the node: " + command), argv.get(0));
    }

    /**
     * Runs a script that lies beside a class, with parameters.
     *
     * @param input what it reads, which is shown; empty for nothing
     */
    public static Act script(Class<?> beside, String file, Duration limit, String input, List<String> arguments) {
        List<String> preview = new ArrayList<>();
        preview.add(shown(file, arguments) + (input.isEmpty() ? "" : ", which reads:"));
        input.lines().forEach(line -> preview.add("    " + line));
        return script(beside, file, limit, input, arguments, preview);
    }

    /** The same with an input that is shown to nobody. */
    public static Act scriptWithSecret(
            Class<?> beside, String file, Duration limit, String input, List<String> arguments) {
        String what = shown(file, arguments) + (input.isEmpty() ? "" : "  (and what it reads)");
        return script(beside, file, limit, input, arguments, List.of(what));
    }

    private static String shown(String file, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(file));
        words.addAll(arguments);
        return "run on the node: " + Command.of(words);
    }

    private static Act script(
            Class<?> beside, String file, Duration limit, String input, List<String> arguments, List<String> preview) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", ShippedFile.text(beside, file), "phoenix"));
        argv.addAll(arguments);
        Command command = Command.of(argv)
                .withInput(input.getBytes(StandardCharsets.UTF_8))
                .within(limit);
        return new OnShell(command, preview, file);
    }

    /**
     * Writes a whole file at once: readers see the old one or the new one.
     *
     * @param owner {@code user:group}
     * @param check a program that judges the new file before it counts, given its path as the last argument; empty for none
     */
    public static Act write(String path, String content, String mode, String owner, List<String> check) {
        List<String> argv = new ArrayList<>(
                List.of("/bin/sh", "-c", ShippedFile.text(Acts.class, "write-file.sh"), "phoenix", path, mode, owner));
        argv.addAll(check);
        List<String> preview = new ArrayList<>();
        preview.add("write " + path + " (" + mode + " " + owner + ")"
                + (check.isEmpty() ? "" : ", if this finds it right: " + String.join(" ", check)));
        content.lines().forEach(line -> preview.add("    " + line));
        return new OnShell(
                Command.of(argv).withInput(content.getBytes(StandardCharsets.UTF_8)), preview, "writing " + path);
    }

    /** A call that is done when it is answered. */
    public static Act call(Request<?> request) {
        return new Call(request);
    }

    /** A call that starts a task, which is waited for. */
    public static Act task(Request<Upid> request, Duration limit) {
        return new Task(request, limit);
    }

    private record OnShell(Command command, List<String> preview, String what) implements Act {
        @Override
        public void carryOut(NodeAccess node, StepLog log) {
            Output output = HostReader.shell(node).run(command, log::line);
            if (!output.succeeded()) {
                String said = output.stderr().strip();
                String last = said.lines().reduce((first, second) -> second).orElse("exit code " + output.exitCode());
                throw new StepFailure(
                        what + " failed: " + last, "mend what it says, then run the same command again", log.last(20));
            }
        }
    }

    private record Call(Request<?> request) implements Act {
        @Override
        public List<String> preview() {
            return List.of(request.toString());
        }

        @Override
        public void carryOut(NodeAccess node, StepLog log) {
            node.client().send(request);
        }
    }

    private record Task(Request<Upid> request, Duration limit) implements Act {
        @Override
        public List<String> preview() {
            return List.of(request.toString());
        }

        @Override
        public void carryOut(NodeAccess node, StepLog log) {
            node.client().sendTask(request, limit, log::line);
        }
    }
}
