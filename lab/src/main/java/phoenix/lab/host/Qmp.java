package phoenix.lab.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import phoenix.lab.node.NodeException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One conversation with a running QEMU over its control socket. QEMU talks to one at a time: be short. Confined to one thread. */
final class Qmp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration GREETING = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final UnixLines lines;
    private long last;

    private Qmp(UnixLines lines) {
        this.lines = lines;
    }

    /** @throws NodeException if nobody listens or answers */
    static Qmp connect(Path socket) {
        try {
            UnixLines lines = UnixLines.connect(socket);
            Qmp qmp = new Qmp(lines);
            if (lines.next(GREETING).isEmpty()) {
                qmp.close();
                throw new NodeException("QEMU does not answer on " + socket + " within " + GREETING.toSeconds() + " s");
            }
            qmp.run("qmp_capabilities", Map.of());
            return qmp;
        } catch (IOException failed) {
            throw new NodeException("QEMU does not answer on " + socket + ": " + failed.getMessage(), failed);
        }
    }

    /** Whether a QEMU listens there. */
    static boolean listens(Path socket) {
        try {
            UnixLines.connect(socket).close();
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /**
     * Runs a command; events that come in between are passed over.
     *
     * @throws NodeException with QEMU's words if it refuses
     */
    JsonNode run(String command, Map<String, ?> arguments) {
        long id = ++last;
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("execute", command);
        request.put("arguments", arguments);
        request.put("id", id);
        try {
            lines.send((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
            while (true) {
                Optional<String> line = lines.next(ANSWER);
                if (line.isEmpty()) {
                    throw new NodeException("qmp command '" + command + "' failed - got timeout");
                }
                JsonNode answer = JSON.readTree(line.get());
                if (answer.path("id").asLong(-1) == id) {
                    return result(command, answer);
                }
            }
        } catch (IOException failed) {
            throw new NodeException("qmp command '" + command + "' failed - " + failed.getMessage(), failed);
        }
    }

    private static JsonNode result(String command, JsonNode answer) {
        if (answer.has("error")) {
            throw new NodeException("qmp command '" + command + "' failed - "
                    + answer.path("error").path("desc").asString(""));
        }
        return answer.path("return");
    }

    /** Runs a job of the background to its end. */
    void job(String command, Map<String, ?> arguments, Duration limit) {
        String id = "job" + System.nanoTime();
        Map<String, Object> all = new LinkedHashMap<>(arguments);
        all.put("job-id", id);
        run(command, all);
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<JsonNode> job = run("query-jobs", Map.of())
                    .valueStream()
                    .filter(one -> one.path("id").asString("").equals(id))
                    .findFirst();
            if (job.isEmpty()) {
                return;
            }
            if (job.get().path("status").asString("").equals("concluded")) {
                run("job-dismiss", Map.of("id", id));
                String error = job.get().path("error").asString("");
                if (!error.isEmpty()) {
                    throw new NodeException(command + " failed: " + error);
                }
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new NodeException(command + " did not end within " + limit.toSeconds() + " s");
    }

    /** Whether a block node of this name is there. */
    boolean hasNode(String name) {
        return run("query-named-block-nodes", Map.of("flat", true))
                .valueStream()
                .anyMatch(node -> node.path("node-name").asString("").equals(name));
    }

    void quit() {
        try {
            run("quit", Map.of());
        } catch (NodeException gone) {
            // QEMU may end before it has answered, which is what was asked for.
            return;
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException failed) {
            throw new NodeException("cannot close the connection to QEMU: " + failed.getMessage(), failed);
        }
    }
}
