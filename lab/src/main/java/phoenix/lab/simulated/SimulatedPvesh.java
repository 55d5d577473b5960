package phoenix.lab.simulated;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import phoenix.lab.http.Request;
import phoenix.lab.http.Response;
import phoenix.lab.http.Service;
import phoenix.lab.node.Node;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code pvesh get|create|set|delete PATH --name value...}: the API as root@pam, its answer as JSON on the last line. Tasks are waited
 * for, and their logs printed.
 *
 * @see "PVE source: PVE/CLI/pvesh.pm"
 */
final class SimulatedPvesh {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> METHODS =
            Map.of("get", "GET", "create", "POST", "set", "PUT", "delete", "DELETE");
    private static final int DIED = 255;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_TASK = Duration.ofMinutes(30);

    private final Service api;

    SimulatedPvesh(Service api) {
        this.api = api;
    }

    Result exec(List<String> argv) {
        if (argv.size() < 3 || !METHODS.containsKey(argv.get(1))) {
            return Result.failed(DIED, "ERROR: unknown command 'pvesh " + String.join(" ", argv) + "'\n");
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 3; i + 1 < argv.size(); i += 2) {
            String name = argv.get(i).replaceFirst("^--?", "");
            if (!name.equals("output-format")) {
                pairs.add(encode(name) + "=" + encode(argv.get(i + 1)));
            }
        }
        String method = METHODS.getOrDefault(argv.get(1), "GET");
        Response response = send(method, argv.get(2), String.join("&", pairs));
        JsonNode body = JSON.readTree(response.body());
        if (response.status() != 200) {
            return Result.failed(DIED, error(response.status(), body));
        }
        JsonNode data = body.path("data");
        String text = data.asString("");
        if (text.startsWith("UPID:")) {
            return Result.ok(await(text) + JSON.writeValueAsString(text) + "\n");
        }
        return Result.ok(data.isNull() ? "" : JSON.writeValueAsString(data) + "\n");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Response send(String method, String path, String form) {
        boolean inBody = method.equals("POST") || method.equals("PUT");
        String target = "/api2/json" + path.replace("%", "%25").replace("?", "%3F");
        return api.answer(new Request(
                method, inBody || form.isEmpty() ? target : target + "?" + form, Map.of(), inBody ? form : ""));
    }

    private static String error(int status, JsonNode body) {
        StringBuilder text = new StringBuilder();
        if (status != 500) {
            text.append(status).append(' ');
        }
        text.append(body.path("message").asString("").strip()).append('\n');
        body.path("errors")
                .propertyStream()
                .forEach(entry -> text.append(entry.getKey())
                        .append(": ")
                        .append(entry.getValue().asString(""))
                        .append('\n'));
        return text.toString();
    }

    /** Waits for a task's end and returns its log but for the last line, as a tool that runs the task itself prints it. */
    private String await(String upid) {
        String task = "/nodes/" + Node.NAME + "/tasks/" + upid;
        long deadline = System.nanoTime() + LONGEST_TASK.toNanos();
        while (runs(task) && System.nanoTime() < deadline) {
            if (!pause()) {
                break;
            }
        }
        List<String> lines = JSON.readTree(send("GET", task + "/log", "limit=0").body())
                .path("data")
                .valueStream()
                .map(line -> line.path("t").asString(""))
                .toList();
        StringBuilder printed = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("TASK ERROR: ")) {
                printed.append(line.substring("TASK ERROR: ".length())).append('\n');
            } else if (!line.equals("TASK OK")) {
                printed.append(line).append('\n');
            }
        }
        return printed.toString();
    }

    private boolean runs(String task) {
        JsonNode body = JSON.readTree(send("GET", task + "/status", "").body());
        return body.path("data").path("status").asString("").equals("running");
    }

    /** Tells whether to go on waiting. */
    private static boolean pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
