package phoenix.orchestrator.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.VmId;
import phoenix.pve.api.Method;
import phoenix.pve.api.PveClient;
import phoenix.pve.api.PveException;
import phoenix.pve.api.Transport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What keeps a VM from being ready, each told apart. */
class AwaitVmTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DONE = "{\"ended\": true, \"record\": {\"v1\": {}}}";

    private final OneVm vm = new OneVm();
    private final List<String> said = new ArrayList<>();

    @Test
    void it_is_ready_when_its_agent_answers_and_cloud_init_has_ended() {
        assertThat(step().alreadyTrue(node())).isTrue();
    }

    @Test
    void a_silent_agent_is_waited_for_also_if_it_falls_silent_between_two_questions() {
        vm.answersPing = false;
        waitsFor("its guest agent does not answer");

        vm.answersPing = true;
        vm.answersPrograms = false;
        waitsFor("its guest agent does not answer");
    }

    @Test
    void cloud_init_at_work_is_waited_for_and_its_stage_told() {
        vm.cloudInit = "{\"ended\": false, \"record\": {\"v1\": {\"stage\": \"modules-config\"}}}";

        waitsFor("cloud-init is still at work (stage modules-config)");
    }

    @Test
    void cloud_init_that_failed_ends_the_wait_with_its_stage_and_its_words() {
        vm.cloudInit =
                "{\"ended\": false, \"record\": {\"v1\": {\"modules-final\": {\"errors\": [\"('scripts_user', ...)\"]}}}}";

        assertThatThrownBy(this::act)
                .isInstanceOf(StepFailure.class)
                .isNotInstanceOf(NotYet.class)
                .hasMessageContaining(
                        "cloud-init failed in VM 8001 (docker) (stage modules-final): ('scripts_user', ...)");
    }

    @Test
    void a_vm_that_stopped_and_one_without_an_agent_are_not_waited_for() {
        vm.answersPing = false;
        vm.status = "stopped";
        assertThatThrownBy(this::act).isInstanceOf(StepFailure.class).hasMessageContaining("does not run any more");

        vm.status = "running";
        vm.agent = "enabled=0";
        assertThatThrownBy(this::act)
                .isInstanceOf(StepFailure.class)
                .isNotInstanceOf(NotYet.class)
                .hasMessageContaining("the guest agent of VM 8001 (docker) is not enabled");
    }

    private void waitsFor(String what) {
        assertThat(step().alreadyTrue(node())).isFalse();
        assertThatThrownBy(this::act).isInstanceOf(NotYet.class).hasMessage("VM 8001 (docker) is not ready: " + what);
        assertThat(said).last().isEqualTo(what);
    }

    private void act() {
        step().act(node(), new StepLog() {
            @Override
            public void line(String line) {
                said.add(line);
            }

            @Override
            public List<String> last(int lines) {
                return said;
            }

            @Override
            public String file() {
                return "nowhere";
            }
        });
    }

    private static AwaitVm step() {
        return new AwaitVm(Target.vm(new VmId(8001), "8001 (docker)", "pve"), Optional.empty(), Set.of());
    }

    private NodeAccess node() {
        return new NodeAccess("pve", new PveClient(vm), Optional.empty());
    }

    /** A VM as its API tells of it. */
    private static final class OneVm implements Transport {
        private boolean answersPing = true;
        private boolean answersPrograms = true;
        private String status = "running";
        private String agent = "enabled=1";
        private String cloudInit = DONE;

        @Override
        public JsonNode send(Method method, String path, SortedMap<String, String> parameters, String purpose) {
            String last = path.substring(path.lastIndexOf('/') + 1);
            return switch (last) {
                case "ping" -> answer(answersPing, "{}");
                case "exec" -> answer(answersPrograms, "{\"pid\": 7}");
                case "exec-status" ->
                    JSON.createObjectNode().put("exited", 1).put("exitcode", 0).put("out-data", cloudInit);
                case "current" -> JSON.createObjectNode().put("vmid", 8001).put("status", status);
                case "config" -> JSON.createObjectNode().put("digest", "0").put("agent", agent);
                default -> throw new AssertionError("nobody should ask " + path);
            };
        }

        private static JsonNode answer(boolean answers, String data) {
            if (!answers) {
                throw new PveException.Rejected("cannot reach it: QEMU guest agent is not running", "wait");
            }
            return JSON.readTree(data);
        }

        @Override
        public String where() {
            return "the test's node";
        }

        @Override
        public boolean actsAsRoot() {
            return true;
        }

        @Override
        public void close() {}
    }
}
