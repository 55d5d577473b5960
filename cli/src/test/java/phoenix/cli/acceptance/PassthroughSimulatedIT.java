package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import phoenix.pve.api.HardwareApi;
import phoenix.pve.api.PveClient;

/** VMs that get devices of the node; the node's devices are stand-ins. */
@OnTheSimulatedLab
class PassthroughSimulatedIT {
    private final Site site;
    private final Path folder;

    PassthroughSimulatedIT(Site site, @TempDir Path folder) {
        this.site = site;
        this.folder = folder;
    }

    @AfterEach
    void takeAway() {
        site.phoenix("--delete", "9050", "9051", "--yes").expect(0);
    }

    @Test
    void a_gpu_gets_a_name_for_the_vm_that_wants_it_and_no_other_vm_gets_it() throws IOException {
        write(vm(9050, "\"gpu_assignment\": [0]"));

        PhoenixCommand.Ended shown = converge("--dry-run", "--verbose").expect(0);
        assertThat(shown.out())
                .contains(
                        "POST /cluster/mapping/pci id=gpu0 map=id=10de:2d04,iommugroup=13,node=pve,path=0000:01:00,subsystem-id=1043:8a11")
                .contains("hostpci0=mapping=gpu0,pcie=1");
        converge().expect(0);
        try (PveClient client = site.client()) {
            assertThat(client.send(HardwareApi.pciMappings())).containsKey("gpu0");
        }
        assertThat(converge().expect(0).out()).contains("Nothing to do");

        write(vm(9051, "\"pci_devices\": [\"01:00.0\"]"));
        assertThat(converge().expect(1).err())
                .contains("device 0000:01:00.0 of VM 9051 (vm-9051) is passed through to VM 9050 (vm-9050) already");
    }

    @Test
    void what_the_node_does_not_have_is_refused_with_what_it_has_and_what_goes_with_a_device_is_shown()
            throws IOException {
        write(vm(9050, "\"gpu_assignment\": [7]"));
        assertThat(converge().expect(1).err())
                .contains("node pve has no NVIDIA GPU 7 for VM 9050 (vm-9050)", "it has: 0000:01:00.0 (NVIDIA");
        write(vm(9050, "\"pci_devices\": [\"nic\"]"));
        assertThat(converge().expect(1).err()).contains("node pve has no resource mapping 'nic'");

        write(vm(9050, "\"pci_devices\": [\"00:1f.0\"]"));
        assertThat(converge("--dry-run").expect(0).out())
                .contains("0000:00:1f.0 is in one IOMMU group with 0000:00:17.0 (Intel Corporation");
    }

    private PhoenixCommand.Ended converge(String... options) {
        return site.phoenix(folder, List.of("--all"), options);
    }

    private static String vm(int id, String devices) {
        return "{\"vmid\": %d, \"name\": \"vm-%d\", \"template_image\": \"debian-12\", %s}".formatted(id, id, devices);
    }

    private void write(String vm) throws IOException {
        Files.writeString(folder.resolve("phoenix_lxc_configs.json"), "{\"lxc_configs\": {}}\n");
        Files.writeString(folder.resolve("phoenix_vm_configs.json"), """
                {"vm_defaults": {"storage_pool": "%s", "network_bridge": "vmbr0", "cores": 1, "memory_mb": 512}, "vms": [%s]}
                """.formatted(site.storage(), vm));
    }
}
