package phoenix.orchestrator.host;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.shipped.ShippedFile;
import phoenix.pve.shell.Command;
import phoenix.pve.shell.NodeShell;
import phoenix.pve.shell.Output;

/** Looks at the node itself: all scripts in one round trip, and each call of the API by itself. */
public final class HostReader {
    private static final String LOOK = ShippedFile.text(HostReader.class, "look.sh");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private HostReader() {}

    /**
     * Asks everything.
     *
     * @throws StepFailure if there is no shell, or it cannot look
     */
    public static HostFacts read(NodeAccess node, Collection<Question> questions) {
        Map<String, String> scripts = new HashMap<>();
        StringBuilder input = new StringBuilder();
        for (Question question : questions) {
            if (question instanceof Question.Script script && scripts.put(script.name(), "") == null) {
                input.append(line(script));
            }
        }
        if (!scripts.isEmpty()) {
            Output output = shell(node)
                    .run(Command.of("/bin/sh", "-c", LOOK, "phoenix")
                            .withInput(input.toString().getBytes(StandardCharsets.UTF_8))
                            .within(LIMIT));
            if (!output.succeeded()) {
                throw new StepFailure(
                        "cannot look at node " + node.name() + " itself: "
                                + output.stderr().strip(),
                        "its shell must be one of a whole system, as root");
            }
            output.stdout().lines().forEach(line -> read(line, scripts));
        }
        Map<String, Object> calls = new HashMap<>();
        for (Question question : questions) {
            if (question instanceof Question.Call call
                    && !calls.containsKey(call.request().toString())) {
                Optional.<Object>ofNullable(node.client().send(call.request()))
                        .ifPresent(answer -> calls.put(call.request().toString(), answer));
            }
        }
        return new HostFacts(scripts, calls);
    }

    /** Asks the API alone, of a node that has no whole system: what scripts would look at is not there. */
    public static HostFacts readApi(NodeAccess node, Collection<Question> questions) {
        return read(
                node,
                questions.stream()
                        .filter(question -> question instanceof Question.Call)
                        .toList());
    }

    /** Name, script and parameters, each in base64 behind a dot, so that none is empty. */
    private static String line(Question.Script script) {
        StringBuilder line = new StringBuilder(script.name()).append(' ').append(encoded(script.text()));
        script.arguments().forEach(argument -> line.append(' ').append(encoded(argument)));
        return line.append('\n').toString();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(("." + text).getBytes(StandardCharsets.UTF_8));
    }

    private static void read(String line, Map<String, String> scripts) {
        int blank = line.indexOf(' ');
        if (blank > 0) {
            byte[] answer = Base64.getDecoder().decode(line.substring(blank + 1).strip());
            scripts.put(line.substring(0, blank), new String(answer, StandardCharsets.UTF_8));
        }
    }

    static NodeShell shell(NodeAccess node) {
        return node.shell()
                .orElseThrow(
                        () -> new StepFailure(
                                "there is no shell on node " + node.name(),
                                "set PROXMOX_VE_SSH_USERNAME to a user that may log in as root by SSH, or run phoenix on the node"));
    }

    /** The questions of all kinds. */
    public static List<Question> questions(
            Collection<HostKind> kinds, phoenix.orchestrator.desired.host.DesiredHost want) {
        return kinds.stream().flatMap(kind -> kind.questions(want).stream()).toList();
    }
}
