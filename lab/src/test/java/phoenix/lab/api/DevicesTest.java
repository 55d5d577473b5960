package phoenix.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The node's PCI devices, and their names for VMs. */
final class DevicesTest extends LabTest {
    private static final String ALL = "/cluster/mapping/pci";
    private static final String GPU = "node=pve,path=0000:01:00,id=10de:2d04,iommugroup=13,subsystem-id=1043:8a11";

    @Test
    void devices_are_listed_with_their_groups() {
        List<String> devices = root().get("/nodes/pve/hardware/pci")
                .data()
                .valueStream()
                .map(device -> device.path("id").asString("") + " "
                        + device.path("class").asString("") + " "
                        + device.path("iommugroup").asInt(-2))
                .toList();

        assertThat(devices)
                .contains("0000:01:00.0 0x030000 13", "0000:01:00.1 0x040300 13", "0000:02:00.0 0x030000 14");
        assertThat(root().get("/nodes/pve/hardware/pci?pci-class-blacklist=03&verbose=0")
                        .data()
                        .toString())
                .contains("0x040300")
                .doesNotContain("0x030000", "vendor_name");
    }

    @Test
    void a_mapping_is_made_read_changed_and_removed() throws IOException {
        assertThat(root().post(ALL, form("id", "gpu0", "map", GPU)).status()).isEqualTo(200);
        assertThat(root().post(ALL, form("id", "gpu0", "map", GPU)).message())
                .isEqualTo("create hardware mapping failed: pci ID 'gpu0' already defined\n");
        assertThat(Files.readString(lab.node().root().resolve("etc/pve/mapping/pci.cfg")))
                .isEqualTo("gpu0\n\tmap " + GPU + "\n");
        assertThat(root().put(ALL + "/gpu0", form("description", "the first")).status())
                .isEqualTo(200);
        assertThat(root().get(ALL + "/gpu0").data().toString())
                .contains("\"description\":\"the first\"", "\"type\":\"pci\"", GPU);
        assertThat(root().delete(ALL + "/gpu0").status()).isEqualTo(200);
        assertThat(root().delete(ALL + "/gpu0").status()).isEqualTo(200);
        assertThat(root().get(ALL + "/gpu0").message()).isEqualTo("mapping 'gpu0' not found\n");
        assertThat(root().put(ALL + "/gpu0", form("description", "x")).message())
                .isEqualTo("update hardware mapping failed: pci ID 'gpu0' does not exist\n");
    }

    @Test
    void a_map_has_the_published_form() {
        assertThat(root().post(ALL, form("id", "gpu0", "map", "node=pve,path=01:00,id=10de"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void what_does_not_fit_the_hardware_is_told_where_it_is_asked_and_where_a_vm_starts() {
        root().post(ALL, form("id", "gone", "map", GPU.replace("01:00", "05:00")));
        root().post(ALL, form("id", "other", "map", GPU.replace("group=13", "group=2")));

        String checks = root().get(ALL + "?check-node=pve").data().toString();
        assertThat(checks)
                .contains("Invalid configuration: pci device '0000:05:00.0' not found")
                .contains("Invalid configuration: 'iommugroup' does not match for 'other' (13 != 2)");

        root().post(
                        "/nodes/pve/qemu",
                        form("vmid", "105", "name", "vm", "hostpci0", "mapping=none,pcie=1", "machine", "q35"));
        assertThat(post("/nodes/pve/qemu/105/status/start")).isEqualTo("PCI device mapping not found for 'none'");
        root().put("/nodes/pve/qemu/105/config", form("hostpci0", "mapping=other,pcie=1"));
        assertThat(post("/nodes/pve/qemu/105/status/start"))
                .isEqualTo("PCI device mapping invalid (hardware probably changed): 'iommugroup' does not match for"
                        + " 'other' (13 != 2)");
    }

    @Test
    void a_node_s_own_maps_are_checked_and_no_other_s() {
        root().post(ALL, form("id", "elsewhere", "map", GPU.replace("node=pve", "node=other")));

        assertThat(root().get(ALL + "?check-node=pve").data().toString())
                .contains("\"severity\":\"warning\"", "No mapping for node pve.")
                .doesNotContain("Invalid configuration");
        assertThat(root().get(ALL + "?check-node=other").message())
                .isEqualTo("hostname lookup 'other' failed - failed to get address info for: other: Name or service not"
                        + " known\n");
        root().post(
                        "/nodes/pve/qemu",
                        form("vmid", "105", "name", "vm", "hostpci0", "mapping=elsewhere,pcie=1", "machine", "q35"));
        assertThat(post("/nodes/pve/qemu/105/status/start")).isEqualTo("PCI device mapping not found for 'elsewhere'");
    }
}
