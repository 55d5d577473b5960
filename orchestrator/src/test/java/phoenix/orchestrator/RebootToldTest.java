package phoenix.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.desired.host.HostSystem;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.pve.api.AccessApi;
import phoenix.pve.api.StorageConfigApi;

/** When a reboot of the node is told: by what was done, whatever else failed. */
class RebootToldTest {
    private static final DesiredHost DEVICES = DesiredHost.EMPTY
            .with(new HostSystem("Europe/Vienna", null, null, null, List.of(), false, null, List.of()))
            .with(new HostServices(
                    List.of(),
                    null,
                    List.of(),
                    new TreeMap<>(),
                    null,
                    null,
                    new HostServices.Passthrough(List.of("8086:10d3")),
                    List.of()));

    private static HostPlanner planner(DesiredHost want) {
        return new HostPlanner(want, new HostPlanner.Standpoint("pve", ""), WipeConsent.NONE, Set.of());
    }

    /** A node whose time zone could not be set. */
    private static HostFacts facts(String passthrough) {
        Map<String, String> scripts = new HashMap<>();
        scripts.put("look-time-zone.sh", "zone Etc/UTC");
        scripts.put("look-passthrough.sh", passthrough);
        return new HostFacts(
                scripts,
                Map.of(
                        StorageConfigApi.list().toString(), List.of(),
                        AccessApi.users().toString(), Map.of(),
                        AccessApi.rules().toString(), List.of()));
    }

    private static final String UNTOLD = """
            vendor GenuineIntel
            running quiet
            configured quiet
            device 8086:10d3 8086:10d3
            driver e1000e
            """;
    private static final String TOLD = """
            options options vfio-pci ids=8086:10d3; softdep e1000e pre: vfio-pci
            modules vfio vfio_iommu_type1 vfio_pci
            fresh yes
            vendor GenuineIntel
            running quiet
            configured quiet intel_iommu=on iommu=pt
            device 8086:10d3 8086:10d3
            driver e1000e
            """;

    @Test
    void what_was_done_needs_its_reboot_although_another_step_failed() {
        assertThat(planner(DEVICES).reboots(facts(UNTOLD), facts(TOLD)))
                .containsExactly(
                        "device passthrough: the node has to be rebooted before devices can be passed through");
    }

    @Test
    void what_failed_itself_needs_no_reboot_yet() {
        assertThat(planner(DEVICES).reboots(facts(UNTOLD), facts(UNTOLD))).isEmpty();
    }

    @Test
    void what_is_declared_no_more_needs_one_once_it_is_gone() {
        assertThat(planner(DesiredHost.EMPTY).reboots(facts(TOLD), facts(UNTOLD)))
                .singleElement()
                .asString()
                .startsWith("device passthrough: the node keeps its devices from the next boot on");
        assertThat(planner(DesiredHost.EMPTY).reboots(facts(TOLD), facts(TOLD))).isEmpty();
    }
}
