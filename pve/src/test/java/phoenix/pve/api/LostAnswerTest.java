package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import phoenix.pve.GuestKind;
import phoenix.pve.Upid;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

/** What the client does when an answer does not come: it reads again, and it looks for the task that it may have started. */
class LostAnswerTest {
    private static final String TASK = "UPID:pve:0003A1B2:0112F5C4:674D6F20:vzstart:953:root@pam:";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Request<Upid> START =
            GuestApi.start(new GuestPath(GuestKind.CONTAINER, "pve", new VmId(953), "container 953"));

    private final Replies node = new Replies();
    private final PveClient client = new PveClient(node, node);

    @Test
    void a_read_without_an_answer_is_repeated_a_little_later() {
        node.then(lost(true)).then(lost(true)).then("[{\"node\":\"pve\",\"status\":\"online\"}]");

        assertThat(client.send(NodeApi.nodes())).hasSize(1);

        assertThat(node.calls).containsExactly("GET /nodes", "GET /nodes", "GET /nodes");
        assertThat(node.pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
    }

    @Test
    void a_read_is_given_up_on_after_the_third_time() {
        node.then(lost(true)).then(lost(true)).then(lost(true));

        assertThatThrownBy(() -> client.send(NodeApi.nodes())).hasMessage("lost");
        assertThat(node.calls).hasSize(3);
    }

    @Test
    void an_answer_that_makes_no_sense_is_asked_for_again() {
        node.then("17").then("[{\"node\":\"pve\",\"status\":\"online\"}]");

        assertThat(client.send(NodeApi.nodes())).hasSize(1);
    }

    @Test
    void a_node_that_could_not_even_be_reached_is_not_asked_again() {
        node.then(lost(false));

        assertThatThrownBy(() -> client.send(NodeApi.nodes())).hasMessage("lost");
        assertThat(node.calls).hasSize(1);
    }

    @Test
    void a_task_whose_name_was_lost_is_found_and_waited_for_and_never_started_again() {
        node.then(lost(true))
                .then("[{\"upid\":\"" + TASK + "\",\"status\":\"RUNNING\"}]")
                .then("{\"status\":\"running\"}")
                .then("[]")
                .then("{\"status\":\"stopped\",\"exitstatus\":\"OK\"}")
                .then("[]");

        assertThatThrownBy(() -> client.sendTask(START, LIMIT, line -> {}))
                .as("whoever asked for it looks whether it took")
                .hasMessage("lost");

        assertThat(node.calls)
                .startsWith("POST /nodes/pve/lxc/953/status/start", "GET /nodes/pve/tasks")
                .filteredOn(call -> call.startsWith("POST"))
                .hasSize(1);
        assertThat(node.replies).as("the task's end was waited for").isEmpty();
    }

    @Test
    void a_request_that_never_left_started_nothing() {
        node.then(lost(false));

        assertThatThrownBy(() -> client.sendTask(START, LIMIT, line -> {})).hasMessage("lost");
        assertThat(node.calls).hasSize(1);
    }

    private static PveException lost(boolean dispatched) {
        return new PveException.Unavailable("lost", "run again", dispatched, new IllegalStateException("cut"));
    }

    /** Gives the answers that it was told to, in their order. */
    private static final class Replies implements Transport, Pace {
        private final Deque<Supplier<JsonNode>> replies = new ArrayDeque<>();
        private final List<String> calls = new ArrayList<>();
        private final List<Duration> pauses = new ArrayList<>();
        private Duration now = Duration.ZERO;

        Replies then(String data) {
            replies.add(() -> Json.parse(data.getBytes(StandardCharsets.UTF_8)));
            return this;
        }

        Replies then(PveException failure) {
            replies.add(() -> {
                throw failure;
            });
            return this;
        }

        @Override
        public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
            calls.add(method + " " + path);
            return replies.removeFirst().get();
        }

        @Override
        public long nanos() {
            return now.toNanos();
        }

        @Override
        public void pause(Duration length) {
            pauses.add(length);
            now = now.plus(length);
        }

        @Override
        public String where() {
            return "the node";
        }

        @Override
        public boolean actsAsRoot() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
