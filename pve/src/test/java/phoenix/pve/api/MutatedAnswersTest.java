package phoenix.pve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import phoenix.pve.GuestKind;
import phoenix.pve.MutatedText;
import phoenix.pve.VmId;
import tools.jackson.databind.JsonNode;

/** Whatever comes back in place of an answer is understood, or is an error of ours with its three parts. */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutatedAnswersTest {
    private static final VmId ID = new VmId(953);
    private static final GuestPath GUEST = new GuestPath(GuestKind.CONTAINER, "pve", ID, "container 953 (gateway)");
    private static final List<Integer> STATUSES =
            List.of(200, 200, 200, 200, 200, 400, 401, 403, 404, 500, 595, 596, 599, 302);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void no_answer_makes_the_client_fail_otherwise_than_it_promises() {
        Random random = new Random(MutatedText.seed());
        List<Map.Entry<Request<?>, String>> answers = List.copyOf(answers().entrySet());
        int understood = 0;
        for (int input = 0; input < MutatedText.inputs(); input++) {
            Map.Entry<Request<?>, String> one = answers.get(random.nextInt(answers.size()));
            String body = MutatedText.of("{\"data\":" + one.getValue() + "}", random);
            int status = STATUSES.get(random.nextInt(STATUSES.size()));
            understood += tried(input, one.getKey(), status, body);
        }
        assertThat(understood).as("some changes do no harm").isPositive();
    }

    @Test
    void one_very_long_word_anywhere_is_read_in_no_longer_than_its_length_asks_for() {
        Random random = new Random(MutatedText.seed());
        for (Map.Entry<Request<?>, String> one : answers().entrySet()) {
            MutatedText.withLongRuns("{\"data\":" + one.getValue() + "}")
                    .filter(body -> random.nextInt(20) == 0)
                    .forEach(body -> tried(0, one.getKey(), 200, body));
        }
        MutatedText.withLongRuns(
                        "{\"data\":null,\"errors\":{\"vmid\":\"CT 953 is locked (backup)\"},\"message\":\"no \\n such\"}")
                .filter(body -> random.nextInt(4) == 0)
                .forEach(body -> tried(0, ClusterApi.guests(), 500, body));
    }

    private static int tried(int input, Request<?> request, int status, String body) {
        try {
            return assertTimeout(LIMIT, () -> {
                try (PveClient client = new PveClient(new OneBody(status, body), new StandingClock())) {
                    client.send(request);
                    return 1;
                } catch (PveException e) {
                    assertThat(e.getMessage()).isNotBlank().doesNotContain("java.lang");
                    assertThat(e.hint()).isNotBlank();
                    return 0;
                }
            });
        } catch (RuntimeException | AssertionError e) {
            return fail(
                    "seed " + MutatedText.seed() + ", input " + input + ", " + request + ", status " + status + ": "
                            + MutatedText.shown(body),
                    e);
        }
    }

    private static Map<Request<?>, String> answers() {
        Map<Request<?>, String> answers = new LinkedHashMap<>();
        answers.put(ClusterApi.guests(), """
                [{"id":"lxc/953","type":"lxc","vmid":953,"node":"pve","name":"gateway","status":"running","template":0,
                "tags":"web;app","uptime":"120","lock":"backup","cpu":0.01}]""");
        answers.put(ClusterApi.nextId(), "\"100\"");
        answers.put(AccessApi.users(), "[{\"userid\":\"root@pam\",\"enable\":1}]");
        answers.put(AccessApi.rules(), """
                [{"path":"/","ugid":"ann@pve","type":"user","roleid":"PVEAdmin","propagate":1}]""");
        answers.put(NodeApi.nodes(), "[{\"node\":\"pve\",\"status\":\"online\"}]");
        answers.put(NodeApi.version(), "{\"version\":\"9.0.3\",\"release\":\"9.0\",\"repoid\":\"abc\"}");
        answers.put(NodeApi.activeTasks("pve"), """
                [{"upid":"UPID:pve:00000A1B:00000C2D:66AA0011:vzcreate:953:root@pam:","status":"running","starttime":1}]""");
        answers.put(GuestApi.configWithPending(GUEST), """
                {"hostname":"gateway","memory":512,"digest":"da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "description":"<!-- phoenix {\\"v\\":1,\\"id\\":953} -->","lxc":[["lxc.apparmor.profile","unconfined"]]}""");
        answers.put(
                GuestApi.pending(GUEST),
                "[{\"key\":\"memory\",\"value\":512,\"pending\":1024},{\"key\":\"cores\",\"delete\":1}]");
        answers.put(GuestApi.status(GUEST), "{\"status\":\"running\",\"vmid\":953,\"uptime\":5,\"lock\":\"create\"}");
        answers.put(GuestApi.snapshots(GUEST), """
                [{"name":"final-form","snaptime":1732000000,"description":"x"},{"name":"current","parent":"final-form"}]""");
        answers.put(FirewallApi.rules(new GuestPath(GuestKind.CONTAINER, "pve", ID, "x")), """
                [{"pos":0,"type":"in","action":"ACCEPT","enable":1,"dport":"443","proto":"tcp"}]""");
        answers.put(StorageApi.storages("pve"), """
                [{"storage":"local","type":"dir","content":"iso,vztmpl","active":1,"enabled":1,"avail":100,"total":200,"used":100}]""");
        answers.put(StorageApi.content("pve", "local", "vztmpl"), """
                [{"volid":"local:vztmpl/debian-12.tar.zst","format":"tzst","size":100,"content":"vztmpl"}]""");
        answers.put(StorageApi.templates("pve"), """
                [{"template":"debian-12-standard_12.7-1_amd64.tar.zst","package":"debian-12-standard","version":"12.7-1"}]""");
        answers.put(QemuApi.agentExecStatus("pve", ID, 7, "x"), "{\"exited\":1,\"exitcode\":0,\"out-data\":\"x\"}");
        return answers;
    }

    /** Waiting takes no time. */
    private static final class StandingClock implements Pace {
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(Duration length) {
            now += length.toNanos();
        }
    }

    private record OneBody(int status, String body) implements Transport {
        @Override
        public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
            return AnswerReader.data(
                    new HttpExchange.Answer(status, "whatever\u001b[2J", body.getBytes(StandardCharsets.UTF_8)),
                    purpose);
        }

        @Override
        public String where() {
            return "a test";
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
}
