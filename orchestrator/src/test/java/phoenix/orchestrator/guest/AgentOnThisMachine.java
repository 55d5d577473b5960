package phoenix.orchestrator.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import phoenix.pve.api.Method;
import phoenix.pve.api.PveException;
import phoenix.pve.api.Transport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A guest agent whose guest is this machine: it really runs the programs. Paths below {@code /run} lie in a folder of the test's. */
final class AgentOnThisMachine implements Transport {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path run;
    private final Map<Long, Process> processes = new ConcurrentHashMap<>();
    private final List<String> arguments = new ArrayList<>();

    AgentOnThisMachine(Path run) {
        this.run = run;
    }

    /** Every argument of every program that was begun. */
    List<String> arguments() {
        return arguments;
    }

    @Override
    public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
        try {
            return answer(path, parameters);
        } catch (IOException e) {
            throw new PveException.Rejected("cannot " + purpose + ": " + e.getMessage(), "none");
        }
    }

    private JsonNode answer(String path, SortedMap<String, String> parameters) throws IOException {
        if (path.endsWith("/agent/exec")) {
            List<String> argv = List.of(parameters.getOrDefault("command", "").split("\0", -1)).stream()
                    .map(word -> word.replaceFirst("^/run/", run + "/"))
                    .toList();
            arguments.addAll(argv);
            Process process = new ProcessBuilder(argv)
                    .redirectOutput(Files.createTempFile(run, "out", "").toFile())
                    .start();
            processes.put(process.pid(), process);
            Files.writeString(run.resolve("pid" + process.pid()), "");
            outputs.put(process.pid(), newest());
            return JSON.createObjectNode().put("pid", process.pid());
        } else if (path.endsWith("/agent/exec-status")) {
            return status(Long.parseLong(parameters.getOrDefault("pid", "0")));
        } else if (path.endsWith("/agent/file-write")) {
            byte[] content = Base64.getDecoder().decode(parameters.getOrDefault("content", ""));
            Files.write(Path.of(parameters.getOrDefault("file", "").replaceFirst("^/run/", run + "/")), content);
            return JSON.nullNode();
        }
        throw new IOException("no such path: " + path);
    }

    private final Map<Long, Path> outputs = new ConcurrentHashMap<>();

    private Path newest() throws IOException {
        try (var files = Files.list(run)) {
            return files.filter(file -> file.getFileName().toString().startsWith("out"))
                    .filter(file -> !outputs.containsValue(file))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private JsonNode status(long pid) throws IOException {
        Process process = java.util.Objects.requireNonNull(processes.get(pid));
        ObjectNode status = JSON.createObjectNode().put("exited", process.isAlive() ? 0 : 1);
        if (!process.isAlive()) {
            status.put("exitcode", process.exitValue());
            status.put("out-data", Files.readString(java.util.Objects.requireNonNull(outputs.get(pid))));
            status.put("err-data", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return status;
    }

    @Override
    public String where() {
        return "this machine";
    }

    @Override
    public boolean actsAsRoot() {
        return true;
    }

    @Override
    public void close() {}
}
