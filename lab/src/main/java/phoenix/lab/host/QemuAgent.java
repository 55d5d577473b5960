package phoenix.lab.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import phoenix.lab.node.Machines;
import phoenix.lab.node.NodeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The agent inside a VM, over its socket. Each question is a connection of its own, which begins by agreeing with the agent where it is. */
final class QemuAgent {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SYNC = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration SLOW_ANSWER = Duration.ofMinutes(3);
    private static final byte DELIMITER = (byte) 0xff;

    private QemuAgent() {}

    /**
     * @throws Machines.AgentSilent if nobody answers
     * @throws NodeException with the agent's words if it refuses
     */
    static Object ask(Path socket, String command, Map<String, ?> arguments) {
        try (UnixLines lines = UnixLines.connect(socket)) {
            synchronise(lines);
            send(lines, command, arguments);
            boolean slow = command.contains("fsfreeze") || command.contains("fstrim");
            while (!command.equals("guest-shutdown") && !command.startsWith("guest-suspend")) {
                JsonNode answer = JSON.readTree(lines.next(slow ? SLOW_ANSWER : ANSWER)
                        .orElseThrow(() -> new Machines.AgentSilent("got timeout for " + command)));
                if (answer.has("error")) {
                    throw new NodeException(answer.path("error").path("desc").asString(""));
                }
                if (answer.has("return")) {
                    return JSON.convertValue(answer.path("return"), Object.class);
                }
            }
            return Map.of();
        } catch (IOException gone) {
            throw new Machines.AgentSilent(String.valueOf(gone.getMessage()));
        }
    }

    /** What an earlier question left is passed over. */
    private static void synchronise(UnixLines lines) throws IOException {
        int mark = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(DELIMITER);
        lines.send(bytes.toByteArray());
        send(lines, "guest-sync-delimited", Map.of("id", mark));
        long deadline = System.nanoTime() + SYNC.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<String> line = lines.next(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            if (line.isPresent() && marks(line.get(), mark)) {
                return;
            }
        }
        throw new Machines.AgentSilent("got no answer within " + SYNC.toSeconds() + " s");
    }

    private static boolean marks(String line, int mark) {
        int open = line.indexOf('{');
        try {
            return open >= 0
                    && JSON.readTree(line.substring(open)).path("return").asLong(-1) == mark;
        } catch (JacksonException rubbish) {
            return false;
        }
    }

    private static void send(UnixLines lines, String command, Map<String, ?> arguments) throws IOException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("execute", command);
        if (!arguments.isEmpty()) {
            request.put("arguments", arguments);
        }
        lines.send((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
