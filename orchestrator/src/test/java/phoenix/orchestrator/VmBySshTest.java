package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.actual.Access;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.Bridges;
import phoenix.orchestrator.actual.NodeFacts;
import phoenix.orchestrator.desired.CloudInit;
import phoenix.orchestrator.desired.DesiredVm.Origin;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.Hardware;
import phoenix.orchestrator.desired.Inputs;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.Subject;
import phoenix.pve.VmId;
import phoenix.pve.VolumeId;

/** A VM without a guest agent is worked on by SSH from the node; what that takes is made sure of, or refused in the plan. */
class VmBySshTest {
    private static final String KEY = "ssh-rsa AAAAB3NzaC1yc2E root@pve";
    private static final Access WITH_KEY = new Access(true, true, Optional.of(KEY));

    private final WantedVm want =
            new WantedVm(8000, "quiet", new Origin.Image("local:import/debian-12.qcow2", null, null));

    @BeforeEach
    void without_an_agent() {
        want.hardware = new Hardware(null, null, null, null, null, false, false, null, null);
        want.features.add(new Feature("docker", Path.of("features/docker"), Inputs.NONE, "d0c4e700"));
        want.networks.add(network("10.0.0.20/24"));
        want.cloudInit = users(new CloudInit.User("admin", List.of("ssh-ed25519 me"), null, List.of(), CloudInit.User.ALL));
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
        want.networks.set(0, network("dhcp"));

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

    private static Network network(String ip) {
        return new Network("", "vmbr0", ip, null, null, null, null, null, null, null, null);
    }

    private String refusal(Access access) {
        return plan(access).refusal().orElseThrow().why();
    }

    private Subject plan(Access access) {
        Actual node = new Actual(
                        "pve",
                        new TreeMap<>(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        new TreeMap<>(Map.of("local", Set.of("import", "snippets"), "local-zfs", Set.of("images"))),
                        access)
                .with(new NodeFacts(
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(VolumeId.parse("local:import/debian-12.qcow2")),
                        Optional.of("local"),
                        Map.of("local-zfs", "zfspool"),
                        Bridges.UNKNOWN,
                        Optional.empty()));
        Fleet fleet = new Fleet(new TreeMap<>(), new TreeMap<>(Map.of(new VmId(8000), want.value())));
        Plan plan =
                Planner.converge(fleet, node, fleet.vms().keySet(), Redo.NOTHING, Path.of("features/phoenix.sh"));
        return plan.subjects().stream()
                .filter(subject -> subject.id().equals("8000"))
                .findFirst()
                .orElseThrow();
    }
}
