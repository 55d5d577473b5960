package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;

/** A VM without a guest agent is worked on by SSH from the node; what that takes is made sure of, or refused in the plan. */
class VmBySshTest {
    private static final String KEY = "ssh-rsa AAAAB3NzaC1yc2E root@pve";
    private static final Access WITH_KEY = new Access(true, true, Optional.of(KEY));

    private final WantedVm want =
            new WantedVm(8000, "quiet", new Origin.Image("local:import/debian-12.qcow2", null, null));

    @BeforeEach
    void without_an_agent() {
        want.hardware = new Hardware(null, null, null, null, null, false, false, null, null);
        want.features.add(PlannedVms.DOCKER);
        want.networks.add(PlannedVms.network("10.0.0.20/24"));
        want.cloudInit =
                users(new CloudInit.User("admin", List.of("ssh-ed25519 me"), null, List.of(), CloudInit.User.ALL));
    }

    @Test
    void its_user_takes_the_key_of_the_node_beside_its_own() {
        Subject vm = plan(WITH_KEY);

        assertThat(vm.refusal()).isEmpty();
        String create = vm.steps().stream()
                .flatMap(step -> step.preview().stream())
                .filter(call -> call.contains("sshkeys="))
                .findFirst()
                .orElseThrow();
        assertThat(URLDecoder.decode(URLDecoder.decode(create, StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .contains("ssh-ed25519 me\n" + KEY)
                .contains("agent=enabled=0");
    }

    @Test
    void it_is_waited_for_by_ssh() {
        Step ready = plan(WITH_KEY).steps().stream()
                .filter(step -> step.title().equals("wait until it is ready"))
                .findFirst()
                .orElseThrow();

        assertThat(ready.preview()).first().isEqualTo("run on the node: ssh admin@10.0.0.20");
    }

    @Test
    void a_vm_with_nothing_to_do_inside_does_not_let_the_node_in() {
        want.features.clear();

        Subject vm = plan(WITH_KEY);

        assertThat(vm.refusal()).isEmpty();
        assertThat(vm.steps()).extracting(Step::title).doesNotContain("wait until it is ready");
        assertThat(vm.steps().stream().flatMap(step -> step.preview().stream()))
                .noneMatch(call -> call.contains("root%2540pve") || call.contains("root%40pve"));
    }

    @Test
    void an_address_that_nobody_can_know_is_refused() {
        want.networks.set(0, PlannedVms.network("dhcp"));

        assertThat(refusal(WITH_KEY)).contains("no user and address to log in to by SSH");
    }

    @Test
    void a_user_who_cannot_become_root_is_refused() {
        want.cloudInit = users(new CloudInit.User("admin", List.of("ssh-ed25519 me"), null, List.of(), null));

        assertThat(refusal(WITH_KEY)).contains("no user and address to log in to by SSH");
    }

    @Test
    void user_data_of_the_users_own_is_refused_because_no_key_gets_into_it() {
        want.cloudInit = new CloudInit(
                want.cloudInit.users(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(new CloudInit.Template(CloudInit.Part.USER, true, "{}")));

        assertThat(refusal(WITH_KEY)).contains("no user and address to log in to by SSH");
    }

    @Test
    void a_node_without_a_shell_or_a_key_is_refused() {
        assertThat(refusal(new Access(false, true))).contains("no shell on node pve to log in from");
        assertThat(refusal(new Access(true, true))).contains("root on node pve has no SSH key");
    }

    private static CloudInit users(CloudInit.User user) {
        return new CloudInit(List.of(user), List.of(), List.of(), List.of(), List.of(), null, List.of());
    }

    private String refusal(Access access) {
        return plan(access).refusal().orElseThrow().why();
    }

    private Subject plan(Access access) {
        return PlannedVms.subject(PlannedVms.plan(PlannedVms.node(access), want.value()), 8000);
    }
}
