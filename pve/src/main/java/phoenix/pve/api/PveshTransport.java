package phoenix.pve.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;
import phoenix.pve.shell.ShellException;
import tools.jackson.databind.JsonNode;

/**
 * The API through {@code pvesh} on a node, as {@code root@pam}. It needs no set-up and may do everything, but each call takes half a second.
 *
 * <p>{@code pvesh} runs a task to its end before it returns: it prints the log's lines as they come and last, in JSON, the answer, which names the task. It
 * exits with 0 when the task failed, so the task's status has to be asked for all the same. The parameters are arguments, which every
 * user of the node can read while the call lasts.
 *
 * @see "PVE source: PVE/CLI/pvesh.pm, PVE/RESTEnvironment.pm fork_worker, PVE/CLIFormatter.pm print_api_result"
 */
public final class PveshTransport implements Transport {
    private static final Duration READ_LIMIT = Duration.ofMinutes(2);
    private static final Duration WRITE_LIMIT = Duration.ofMinutes(10);
    private static final int NOT_FOUND = 127;

    private final NodeShell shell;

    /** @param shell stays its owner's: {@link #close} does not close it */
    public PveshTransport(NodeShell shell) {
        this.shell = shell;
    }

    @Override
    public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
        Duration limit = method == Method.GET ? READ_LIMIT : WRITE_LIMIT;
        return run(method, path, parameters, purpose, limit, line -> {});
    }

    @Override
    public JsonNode sendTask(
            Method method,
            String path,
            SortedMap<String, String> parameters,
            String purpose,
            Duration limit,
            Consumer<String> onLine) {
        return run(method, path, parameters, purpose, limit, line -> {
            if (!PveshOutput.isUpid(line)) {
                onLine.accept(line);
            }
        });
    }

    private JsonNode run(
            Method method,
            String path,
            Map<String, String> parameters,
            String purpose,
            Duration limit,
            Consumer<String> onLine) {
        Output output;
        try {
            output = shell.run(Command.of(argv(method, path, parameters)).within(limit), onLine);
        } catch (ShellException e) {
            throw translate(e, "pvesh " + method.pveshVerb() + " " + path, purpose);
        }
        if (output.exitCode() == NOT_FOUND && output.stderr().startsWith("env:")) {
            throw new PveException.Unavailable(
                    "cannot " + purpose + ": there is no pvesh on " + shell.where(),
                    "run on a Proxmox VE node, or name one: PROXMOX_VE_ENDPOINT",
                    false);
        }
        if (!output.succeeded()) {
            throw PveshOutput.error(output.stderr(), purpose);
        }
        return PveshOutput.data(output.stdout(), purpose);
    }

    private static List<String> argv(Method method, String path, Map<String, String> parameters) {
        // pvesh decodes its arguments in the locale's encoding, which over SSH or from cron is often C.
        List<String> argv =
                new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", "pvesh", method.pveshVerb(), decoded(path)));
        parameters.forEach((name, value) ->
                ManyValues.in(value).forEach(one -> argv.addAll(List.of("--" + name, one))));
        argv.addAll(List.of("--output-format", "json"));
        return argv;
    }

    /** The HTTP server decodes a path before it looks for its handler; {@code pvesh} does not. */
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** In our words, not in the shell's: its message shows the whole command, and a parameter may be a password. */
    private PveException translate(ShellException e, String call, String purpose) {
        String start = "cannot " + purpose + ": ";
        if (e instanceof ShellException.Interrupted) {
            return new PveException.Interrupted(
                    start + "interrupted during " + call + " on " + shell.where(), e.hint());
        }
        if (e instanceof ShellException.NotStarted) {
            return new PveException.Unavailable(
                    start + "cannot run " + call + " on " + shell.where(), e.hint(), false, e);
        }
        String what = e instanceof ShellException.TimedOut ? " had not ended in time and was ended" : " broke off";
        return new PveException.Unavailable(
                start + call + " on " + shell.where() + what,
                "look whether it was done, then run again; " + e.hint(),
                true,
                e);
    }

    @Override
    public boolean waitsForTasks() {
        return true;
    }

    @Override
    public String where() {
        return "pvesh on " + shell.where();
    }

    @Override
    public boolean actsAsRoot() {
        return true;
    }

    @Override
    public void close() {
        // The shell belongs to whoever made it.
    }
}
