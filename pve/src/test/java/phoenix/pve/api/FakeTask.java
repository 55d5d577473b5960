package phoenix.pve.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import phoenix.pve.Upid;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A node with one task, and the time on it: pausing moves its clock, and with the clock its log and its end. */
final class FakeTask implements Transport, Pace {
    static final Upid UPID = Upid.parse("UPID:pve:0003A1B2:0112F5C4:674D6F20:vzclone:953:root@pam:");

    private final TreeMap<Duration, List<String>> log = new TreeMap<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private Duration knownFrom = Duration.ZERO;
    private Duration awayFrom = Duration.ofDays(1);
    private Duration awayUntil = Duration.ofDays(1);
    private @Nullable Duration end;
    private String exitStatus = "";
    private boolean interruptOnPause;
    private boolean foreground;

    FakeTask prints(Duration when, String... lines) {
        log.put(when, List.of(lines));
        return this;
    }

    FakeTask ends(Duration when, String newExitStatus) {
        end = when;
        exitStatus = newExitStatus;
        return this;
    }

    FakeTask isKnownFrom(Duration when) {
        knownFrom = when;
        return this;
    }

    FakeTask isAway(Duration from, Duration until) {
        awayFrom = from;
        awayUntil = until;
        return this;
    }

    FakeTask interruptsTheFirstPause() {
        interruptOnPause = true;
        return this;
    }

    /** As {@code pvesh} does: the call ends with the task. */
    FakeTask runsInTheForeground() {
        foreground = true;
        return this;
    }

    List<Duration> pauses() {
        return pauses;
    }

    List<String> calls() {
        return calls;
    }

    Duration now() {
        return now;
    }

    @Override
    public long nanos() {
        return now.toNanos();
    }

    @Override
    public void pause(Duration length) throws InterruptedException {
        if (interruptOnPause) {
            throw new InterruptedException();
        }
        pauses.add(length);
        now = now.plus(length);
    }

    @Override
    public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
        calls.add(method + " " + path.substring(path.lastIndexOf('/') + 1));
        if (now.compareTo(awayFrom) >= 0 && now.compareTo(awayUntil) < 0) {
            throw new PveException.Unavailable("away", "wait", true);
        }
        if (method == Method.POST) {
            return JsonNodeFactory.instance.stringNode(UPID.toString());
        }
        if (now.compareTo(knownFrom) < 0) {
            throw PveErrors.of(400, "", new TreeMap<>(java.util.Map.of("upid", "no such task")), purpose);
        }
        return path.endsWith("/status") ? status() : log(parameters);
    }

    @Override
    public JsonNode sendTask(
            Method method,
            String path,
            SortedMap<String, String> parameters,
            String purpose,
            Duration limit,
            java.util.function.Consumer<String> onLine) {
        log.values().forEach(lines -> lines.forEach(onLine));
        now = end == null ? now : end;
        return send(method, path, parameters, purpose);
    }

    @Override
    public boolean waitsForTasks() {
        return foreground;
    }

    private ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        boolean ended = end != null && now.compareTo(end) >= 0;
        status.put("status", ended ? "stopped" : "running");
        if (ended) {
            status.put("exitstatus", exitStatus);
        }
        return status;
    }

    private ArrayNode log(SortedMap<String, String> parameters) {
        int start = Integer.parseInt(parameters.get("start"));
        int limit = Integer.parseInt(parameters.get("limit"));
        List<String> lines =
                log.headMap(now, true).values().stream().flatMap(List::stream).toList();
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        for (int i = start; i < Math.min(lines.size(), start + limit); i++) {
            answer.addObject().put("n", i + 1).put("t", lines.get(i));
        }
        if (lines.isEmpty()) {
            answer.addObject().put("n", 1).put("t", "no content");
        }
        return answer;
    }

    @Override
    public String where() {
        return "a fake node";
    }

    @Override
    public boolean actsAsRoot() {
        return true;
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
