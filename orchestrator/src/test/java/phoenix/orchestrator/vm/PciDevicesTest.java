package phoenix.orchestrator.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import phoenix.orchestrator.WantedVm;
import phoenix.orchestrator.actual.PciHardware;
import phoenix.orchestrator.desired.DesiredVm;
import phoenix.orchestrator.desired.Hardware;
import phoenix.pve.api.PciDevice;

class PciDevicesTest {
    private static final String FIRST = "id=10de:2d04,iommugroup=13,node=pve,path=0000:01:00,subsystem-id=1043:8a11";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0000:01:00   | 0000:01:00,pcie=1             | true
            0000:01:00.0 | host=01:00.0                  | true
            0000:01:00.1 | host=0000:01:00               | true
            0000:01:00   | host=0000:01:00.1             | true
            0000:01:00.1 | host=02:00.0;01:00.1          | true
            0000:01:00.0 | host=0000:01:00.1             | false
            0000:01:00   | mapping=gpu0                  | false
            gpu0         | mapping=gpu0,pcie=1           | true
            gpu0         | mapping=gpu1                  | false
            usb-cards    | mapping=usb-cards             | false
            """)
    void a_device_is_the_same_by_its_function_or_as_a_whole(String own, String option, boolean same) {
        assertThat(PciDevices.isSame(own, option, Optional.empty())).isEqualTo(same);
    }

    @Test
    void a_device_is_the_same_under_the_name_of_a_mapping_that_stands_for_it_alone() {
        PciHardware hardware = hardware(
                Map.of("card", List.of(FIRST), "any", List.of(FIRST, FIRST.replace("01:00", "02:00"))), Map.of());

        assertThat(PciDevices.isSame("0000:01:00.0", "mapping=card", Optional.of(hardware)))
                .isTrue();
        assertThat(PciDevices.isSame("gpu0", "mapping=card", Optional.of(hardware)))
                .isTrue();
        assertThat(PciDevices.isSame("gpu1", "mapping=card", Optional.of(hardware)))
                .isFalse();
        assertThat(PciDevices.isSame("gpu0", "mapping=any", Optional.of(hardware)))
                .isFalse();
    }

    @Test
    void a_gpu_is_the_nodes_graphics_card_of_that_number_whole() {
        PciHardware hardware = hardware(Map.of(), Map.of());

        assertThat(PciDevices.newMappings(wanting("gpu0"), hardware)).isEqualTo(Map.of("gpu0", FIRST));
        assertThat(PciDevices.newMappings(wanting("gpu1"), hardware).get("gpu1"))
                .contains("path=0000:02:00");
        assertThat(PciDevices.newMappings(wanting("gpu2", "0000:00:1f.0"), hardware))
                .isEmpty();
        assertThat(PciDevices.newMappings(
                        wanting("gpu0"), hardware(Map.of("gpu0", List.of("node=other,path=0000:09:00")), Map.of())))
                .as("a mapping of somebody's own is left as it is")
                .isEmpty();
    }

    @Test
    void a_mapping_with_nothing_for_this_node_is_not_passed_over_for_the_card_itself() {
        PciHardware hardware = hardware(Map.of("gpu0", List.of("node=other,path=0000:09:00")), Map.of());

        assertThat(PciDevices.functions("gpu0", hardware)).isEmpty();
        assertThat(PciDevices.functions("gpu1", hardware)).isNotEmpty();
    }

    @Test
    void what_goes_with_a_device_and_who_has_it_now_is_told() {
        PciHardware hardware = hardware(Map.of(), Map.of("0000:01:00.0", "nvidia", "0000:02:00.0", "vfio-pci"));

        assertThat(PciDevices.remarks(wanting("0000:00:1f.0"), hardware))
                .containsExactly(
                        "0000:00:1f.0 is in one IOMMU group with 0000:00:17.0 (SATA): the node has to do without"
                                + " those too, or the VM does not start");
        assertThat(PciDevices.remarks(wanting("gpu0"), hardware))
                .singleElement()
                .asString()
                .startsWith("0000:01:00.0 is used by the node's driver 'nvidia' now");
        assertThat(PciDevices.remarks(wanting("gpu1"), hardware)).isEmpty();
    }

    private static DesiredVm wanting(String... devices) {
        WantedVm vm = new WantedVm(8000, "vm", new DesiredVm.Origin.Image("debian-12", null, null));
        vm.hardware = new Hardware(null, null, null, null, null, false, true, null, List.of(devices));
        return vm.value();
    }

    private static PciHardware hardware(Map<String, List<String>> mappings, Map<String, String> drivers) {
        return new PciHardware(
                "pve",
                List.of(
                        new PciDevice("0000:02:00.0", "030000", "10de:2d04", "1043:8a11", "RTX", 14),
                        new PciDevice("0000:01:00.1", "040300", "10de:22eb", "1043:8a11", "Audio", 13),
                        new PciDevice("0000:01:00.0", "030000", "10de:2d04", "1043:8a11", "RTX", 13),
                        new PciDevice("0000:00:17.0", "010601", "8086:7ae2", "1043:8a11", "SATA", 8),
                        new PciDevice("0000:00:1f.0", "020000", "8086:0dc8", "1043:8a11", "Ethernet", 8)),
                mappings,
                drivers);
    }
}
