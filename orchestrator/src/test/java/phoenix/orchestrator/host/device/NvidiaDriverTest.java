package phoenix.orchestrator.host.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.desired.host.HostServices;
import phoenix.orchestrator.host.Act;
import phoenix.orchestrator.host.HostFacts;
import phoenix.orchestrator.host.HostResource;
import phoenix.orchestrator.host.Made;
import phoenix.orchestrator.host.OwnFile;
import phoenix.orchestrator.plan.Change;
import phoenix.orchestrator.plan.Subject;

class NvidiaDriverTest {
    private static final String VERSION = "580.76.05";
    private static final HostServices.Driver RUN_FILE =
            new HostServices.Driver(VERSION, "https://example.org/driver.run", "0123");
    private static final String CARD = "device 0000:01:00.0";
    private static final String SERVED = "gpu 0, 00000000:01:00.0, NVIDIA RTX 4000 Ada Generation, 580.76.05, Enabled";

    private static List<HostResource> compare(HostServices.@Nullable Driver driver, String files, String... lines) {
        DesiredHost want = DesiredHost.EMPTY.with(
                new HostServices(List.of(), null, List.of(), new TreeMap<>(), null, driver, null, List.of()));
        return new NvidiaDriver()
                .compare(
                        want,
                        HostFacts.of(Map.of("look-nvidia.sh", String.join("\n", lines), "files-of-nvidia", files)));
    }

    private static String file(String path, String body) {
        String content = Base64.getEncoder().encodeToString((OwnFile.MARK + body).getBytes(StandardCharsets.UTF_8));
        return "regular file\t644\troot:root\t0:0\t" + path + "\t" + content + "\n";
    }

    private static String ownFiles() {
        return file("/etc/modprobe.d/phoenix-nvidia.conf", "blacklist nouveau\noptions nouveau modeset=0\n")
                + file("/etc/systemd/system/phoenix-nvidia.service", """
                [Unit]
                Description=NVIDIA's device nodes and persistence, before guests start
                Before=pve-guests.service

                [Service]
                Type=oneshot
                RemainAfterExit=yes
                ExecStart=nvidia-modprobe -u -c=0
                ExecStart=nvidia-smi -pm 1

                [Install]
                WantedBy=multi-user.target
                """);
    }

    private static List<String> preview(HostResource resource) {
        return resource.acts().stream().map(Act::preview).flatMap(List::stream).toList();
    }

    @Test
    void a_driver_that_is_there_for_every_kernel_and_serves_is_left_alone() {
        List<HostResource> found = compare(
                RUN_FILE,
                ownFiles(),
                CARD,
                "kernel 6.8.12-1-pve yes 580.76.05",
                "kernel 6.8.12-2-pve yes 580.76.05",
                "loaded 580.76.05",
                "dkms 580.76.05",
                "unit enabled",
                SERVED,
                "node /dev/nvidiactl",
                "node /dev/nvidia-uvm",
                "node /dev/nvidia0",
                "user 00000000:01:00.0 container 950");

        assertThat(found).allMatch(HostResource::isAsDeclared);
        assertThat(found.get(0).remarks())
                .containsExactly("GPU 0, NVIDIA RTX 4000 Ada Generation, at 0000:01:00.0: used by container 950");
        assertThat(found).allMatch(one -> one.reboots().isEmpty());
    }

    @Test
    void a_kernel_that_came_later_gets_headers_and_the_driver_too() {
        HostResource driver = compare(
                        RUN_FILE,
                        ownFiles(),
                        CARD,
                        "kernel 6.8.12-1-pve yes 580.76.05",
                        "kernel 6.8.12-2-pve no",
                        "loaded 580.76.05",
                        "dkms 580.76.05")
                .get(0);

        assertThat(driver.changes())
                .extracting(Change::attribute)
                .containsExactly("driver for kernel 6.8.12-2-pve", "headers of kernel 6.8.12-2-pve");
        assertThat(preview(driver))
                .contains("run on the node: install-nvidia.sh 580.76.05 https://example.org/driver.run 0123");
    }

    @Test
    void another_version_is_installed_and_the_reboot_that_it_needs_is_told() {
        List<HostResource> found =
                compare(RUN_FILE, ownFiles(), CARD, "kernel 6.8.12-1-pve yes 550.1", "loaded 550.1", "dkms 550.1");

        assertThat(found.get(0).changes())
                .extracting(Change::toString)
                .contains("driver for kernel 6.8.12-1-pve: 550.1 -> 580.76.05");
        assertThat(found.get(0).reboots()).containsExactly("driver 550.1 runs until the node is rebooted");
        assertThat(found.get(1).changes()).extracting(Change::attribute).doesNotContain("device node");
    }

    @Test
    void the_kernel_s_own_driver_is_kept_off_and_holds_the_devices_until_the_reboot() {
        HostResource driver = compare(RUN_FILE, "", CARD, "kernel 6.8.12-1-pve yes", "nouveau loaded")
                .get(0);

        assertThat(preview(driver)).contains("    blacklist nouveau", "run on the node: update-initramfs -u -k all");
        assertThat(driver.reboots().get(0)).contains("nouveau");
    }

    @Test
    void missing_devices_and_persistence_are_put_right_without_an_installation() {
        List<HostResource> found = compare(
                RUN_FILE,
                ownFiles(),
                CARD,
                "kernel 6.8.12-1-pve yes 580.76.05",
                "loaded 580.76.05",
                "dkms 580.76.05",
                "unit enabled",
                SERVED.replace("Enabled", "Disabled"),
                "node /dev/nvidiactl",
                "node /dev/nvidia0");

        assertThat(found.get(0).isAsDeclared()).isTrue();
        assertThat(found.get(1).changes())
                .extracting(Change::toString)
                .containsExactly("device node: /dev/nvidia-uvm", "persistence of GPU 0: off -> on");
    }

    @Test
    void a_node_without_such_a_gpu_is_refused_and_not_installed_on() {
        assertThat(compare(RUN_FILE, "", "kernel 6.8.12-1-pve yes")
                        .get(0)
                        .refusal()
                        .map(Subject.Refusal::why))
                .contains("the node has no GPU of NVIDIA's");
    }

    @Test
    void a_run_file_over_the_distribution_s_packages_is_refused() {
        assertThat(compare(RUN_FILE, "", CARD, "packaged nvidia-kernel-dkms")
                        .get(0)
                        .refusal()
                        .map(Subject.Refusal::hint)
                        .orElse(""))
                .contains("apt-get purge nvidia-kernel-dkms");
    }

    @Test
    void what_is_declared_no_more_leaves_the_driver_and_takes_phoenix_s_files() {
        HostResource gone = compare(null, ownFiles()).get(0);

        assertThat(gone.action()).isEqualTo(Subject.Action.DELETE);
        assertThat(preview(gone))
                .contains(
                        "run on the node: systemctl disable phoenix-nvidia.service",
                        "run on the node: rm -f /etc/modprobe.d/phoenix-nvidia.conf");
        assertThat(gone.remarks().get(0)).contains("stays");
        assertThat(compare(null, "")).isEmpty();
    }

    @Test
    void a_driver_that_phoenix_installed_is_told_until_it_is_gone() {
        assertThat(left("drivers\tnvidia\n", "dkms 580.76.05"))
                .containsExactly(
                        "it is declared no more and stays installed, for guests may compute with it; to remove it: nvidia-uninstall");
        assertThat(left("drivers\tnvidia\n", "packaged nvidia-kernel-dkms").get(0))
                .endsWith("apt-get purge nvidia-kernel-dkms");
        assertThat(left("drivers\tnvidia\n", "kernel 6.8.12-1-pve yes")).isEmpty();
        assertThat(left("", "dkms 580.76.05"))
                .as("one that somebody else installed")
                .isEmpty();
    }

    private static List<String> left(String made, String look) {
        return new NvidiaDriver()
                .compare(DesiredHost.EMPTY, HostFacts.of(Map.of("look-nvidia.sh", look, Made.LOOK, made))).stream()
                        .peek(one -> assertThat(one.isAsDeclared()).isTrue())
                        .flatMap(one -> one.remarks().stream())
                        .toList();
    }
}
