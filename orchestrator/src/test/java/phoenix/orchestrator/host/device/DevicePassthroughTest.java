package phoenix.orchestrator.host.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Subject;

class DevicePassthroughTest {
    private static HostResource compare(List<String> devices, String... lines) {
        DesiredHost want = DesiredHost.EMPTY.with(new HostServices(
                List.of(),
                null,
                List.of(),
                new TreeMap<>(),
                null,
                null,
                new HostServices.Passthrough(devices),
                List.of()));
        return new DevicePassthrough()
                .compare(want, HostFacts.of(Map.of("look-passthrough.sh", String.join("\n", lines))))
                .get(0);
    }

    @Test
    void the_declared_devices_and_nothing_else_are_left_to_vms() {
        HostResource resource = compare(
                List.of("0000:01:00"),
                "device 0000:01:00 10de:2204",
                "device 0000:01:00 10de:1aef",
                "vendor GenuineIntel",
                "running quiet");

        assertThat(resource.changes())
                .extracting(Change::attribute, Change::after)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("vfio-pci", "options vfio-pci ids=10de:1aef,10de:2204"),
                        org.assertj.core.groups.Tuple.tuple("kernel command line", "intel_iommu=on"));
        assertThat(resource.remarks().get(0)).contains("rebooted");
    }

    @Test
    void what_is_configured_but_does_not_run_yet_is_a_reboot_and_no_change() {
        HostResource resource = compare(
                List.of("10de:2204"),
                "device 10de:2204 10de:2204",
                "vendor AuthenticAMD",
                "options options vfio-pci ids=10de:2204",
                "modules vfio vfio_iommu_type1 vfio_pci",
                "configured amd_iommu=on iommu=pt",
                "running quiet");

        assertThat(resource.isAsDeclared()).isTrue();
        assertThat(resource.remarks().get(0)).contains("rebooted");
    }

    @Test
    void drivers_that_would_take_a_device_have_vfio_pci_loaded_before_them() {
        HostResource resource = compare(
                List.of("10de:2204"),
                "device 10de:2204 10de:2204",
                "driver nvidiafb",
                "driver nouveau",
                "driver nouveau",
                "vendor GenuineIntel");

        assertThat(resource.changes())
                .extracting(Change::after)
                .contains(
                        "options vfio-pci ids=10de:2204; softdep nouveau pre: vfio-pci; softdep nvidiafb pre: vfio-pci");
    }

    @Test
    void a_device_that_was_added_to_a_running_iommu_waits_for_a_boot_too() {
        String[] inPlace = {
            "device 8086:10d3 8086:10d3",
            "driver e1000e",
            "held 0000:00:12.0 e1000e",
            "vendor GenuineIntel",
            "options options vfio-pci ids=8086:10d3; softdep e1000e pre: vfio-pci",
            "modules vfio vfio_iommu_type1 vfio_pci",
            "configured intel_iommu=on iommu=pt",
            "running quiet intel_iommu=on iommu=pt"
        };
        String[] fresh = Arrays.copyOf(inPlace, inPlace.length + 1);
        fresh[inPlace.length] = "fresh yes";

        assertThat(compare(List.of("8086:10d3"), fresh).reboots()).hasSize(1);
        assertThat(compare(List.of("8086:10d3"), inPlace).reboots()).isEmpty();
        assertThat(compare(List.of("8086:10d3"), inPlace).remarks().get(0))
                .startsWith("0000:00:12.0 is held by e1000e");
    }

    @Test
    void words_that_phoenix_put_on_the_command_line_are_told_when_nothing_is_declared_any_more() {
        assertThat(compare(List.of("10de:2204"), "device 10de:2204 10de:2204", "configured iommu=pt")
                        .acts())
                .flatExtracting(act -> act.preview())
                .contains("run on the node: note-made.sh /var/lib/phoenix kernel +intel_iommu=on");

        HostFacts facts = HostFacts.of(Map.of(
                "look-passthrough.sh",
                "configured quiet iommu=pt intel_iommu=on",
                Made.LOOK,
                "kernel\tintel_iommu=on\nkernel\tamd_iommu=on\n"));

        assertThat(new DevicePassthrough()
                        .compare(DesiredHost.EMPTY, facts)
                        .get(0)
                        .remarks())
                .singleElement()
                .asString()
                .startsWith("intel_iommu=on: declared no more, and stays; ");
    }

    @Test
    void a_device_that_is_not_there_is_refused() {
        assertThat(compare(List.of("0000:09:00.0"), "vendor GenuineIntel")
                        .refusal()
                        .map(Subject.Refusal::why))
                .contains("there is no device 0000:09:00.0 on the node");
    }
}
