package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.check.Finding;
import phoenix.orchestrator.check.TestStep;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.desired.host.HostStorage;
import phoenix.orchestrator.desired.host.HostZfs;
import phoenix.orchestrator.host.DeclaredTrial;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.plan.Impact;
import phoenix.orchestrator.plan.Step;

class HostTestsTest {
    private static final HostResource ZONE = HostResource.named("time zone").done();
    private static final DesiredHost WANT = DesiredHost.EMPTY
            .withStorages(List.of(new HostStorage("fast", "dir", Set.of("rootdir"), new TreeMap<>(), "")))
            .with(new HostServices(
                    List.of(),
                    null,
                    List.of(),
                    new TreeMap<>(),
                    null,
                    new HostServices.Driver("580.76.05", "", ""),
                    null,
                    List.of()));

    @Test
    void everything_that_is_declared_of_the_node_has_its_test() {
        List<TestStep> steps = new HostTests("pve", WANT, true, List.of(ZONE)).steps("smoke");

        assertThat(steps)
                .extracting(Step::title)
                .containsExactly("time zone is as declared", "storage fast", "nvidia-smi speaks with the driver");
        assertThat(steps).extracting(step -> step.key().toString()).doesNotHaveDuplicates();
    }

    @Test
    void without_a_shell_only_what_the_api_tells_is_tested() {
        assertThat(new HostTests("pve", WANT, false, List.of()).steps("declared"))
                .extracting(Step::title)
                .containsExactly("storage fast");
    }

    @Test
    void nothing_declared_is_nothing_tested() {
        assertThat(new HostTests("pve", DesiredHost.EMPTY.with(HostZfs.EMPTY), true, List.of()).steps("smoke"))
                .isEmpty();
    }

    @Test
    void what_is_as_declared_passes() {
        assertThat(new DeclaredTrial(ZONE).finding()).isEmpty();
    }

    @Test
    void what_host_set_up_would_change_is_what_is_found() {
        HostResource other = HostResource.named("time zone")
                .change("zone", "Etc/UTC", "Europe/Vienna", "", Impact.LIVE)
                .change("file", "", "/etc/timezone", "", Impact.LIVE)
                .done();

        Finding finding = new DeclaredTrial(other).finding().orElseThrow();

        assertThat(finding.toString())
                .isEqualTo("comparison of time zone with the file zone is 'Etc/UTC', and the file declares"
                        + " 'Europe/Vienna' (and 1 more)");
        assertThat(finding.found()).contains("file is absent, and the file declares '/etc/timezone'");
        assertThat(new DeclaredTrial(other).hint()).contains("phoenix --setup-hypervisor");
    }

    @Test
    void what_waits_for_a_reboot_is_not_in_force() {
        HostResource waits = HostResource.named("NVIDIA driver")
                .reboot("version 570 runs, and 580 is installed")
                .done();

        assertThat(new DeclaredTrial(waits).finding())
                .map(Finding::why)
                .contains("version 570 runs, and 580 is installed");
        assertThat(new DeclaredTrial(waits).hint()).contains("reboot the node");
    }

    @Test
    void what_is_refused_is_told_with_its_own_way_out() {
        HostResource refused = HostResource.named("pool tank")
                .refuse("it consists of other disks", "write the pool as it is")
                .done();

        assertThat(new DeclaredTrial(refused).finding()).map(Finding::why).contains("it consists of other disks");
        assertThat(new DeclaredTrial(refused).hint()).isEqualTo("write the pool as it is");
    }
}
