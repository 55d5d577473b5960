package phoenix.orchestrator.node;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import phoenix.pve.api.Method;
import phoenix.pve.api.Pace;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.Transport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node's API on which one task runs, until it has been asked for so many times how it is. Waiting takes no time. */
public final class BusyNode {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String upid;
    private final int looks;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger nanos = new AtomicInteger();

    /** @param looks how often the task is seen to run */
    public BusyNode(String upid, int looks) {
        this.upid = upid;
        this.looks = looks;
    }

    public NodeAccess access() {
        return new NodeAccess("pve", new PveClient(new OneTask(), new NoTime()), Optional.empty());
    }

    /** Whether the task has been seen to its end. */
    public boolean isOver() {
        return asked.get() > looks;
    }

    private final class OneTask implements Transport {
        @Override
        public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
            if (path.endsWith("/log")) {
                return JSON.readTree("[]");
            } else if (path.endsWith("/status")) {
                boolean over = asked.incrementAndGet() > looks;
                return JSON.readTree(
                        over ? "{\"status\":\"stopped\",\"exitstatus\":\"OK\"}" : "{\"status\":\"running\"}");
            } else if (path.endsWith("/tasks")) {
                return isOver()
                        ? JSON.readTree("[]")
                        : JSON.createArrayNode().add(JSON.createObjectNode().put("upid", upid));
            }
            throw new IllegalArgumentException("nobody answers " + method + " " + path);
        }

        @Override
        public String where() {
            return "a node of the test's own";
        }

        @Override
        public boolean actsAsRoot() {
            return false;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Each pause lasts what it says, on a clock of its own, in milliseconds. */
    private final class NoTime implements Pace {
        @Override
        public long nanos() {
            return Duration.ofMillis(nanos.get()).toNanos();
        }

        @Override
        public void pause(Duration length) {
            nanos.addAndGet((int) length.toMillis());
        }
    }
}
