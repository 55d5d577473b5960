package phoenix.lab.host;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import phoenix.lab.node.NodeException;

/** QEMU on the node: installed from the distribution's packages when a VM is first wanted, so that a lab for containers is not slower. */
final class QemuTools {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> PACKAGES = List.of(
            "qemu-system-x86",
            "qemu-utils",
            "genisoimage",
            "ovmf",
            "swtpm",
            "grub-pc-bin",
            "grub-common",
            "e2fsprogs",
            "fdisk",
            "python3");

    private final LabPlace place;
    private final HostContainer node;

    QemuTools(LabPlace place, HostContainer node) {
        this.place = place;
        this.node = node;
    }

    /** @throws NodeException if they cannot be installed */
    synchronized void ensure() {
        if (Files.exists(place.rootfs().resolve("var/lib/lab-qemu-installed"))) {
            return;
        }
        apt("update", "-q");
        List<String> install = new ArrayList<>(List.of("install", "-q", "-y", "--no-install-recommends"));
        install.addAll(PACKAGES);
        apt(install.toArray(String[]::new));
        PlainFile.write(place.rootfs().resolve("var/lib/lab-qemu-installed"), "");
    }

    private void apt(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get"));
        argv.addAll(List.of(arguments));
        node.in(argv).within(LIMIT).run();
    }

    /**
     * Whether the machine's KVM can run a whole system. That its device opens tells nothing: there are some that run a guest's first
     * steps and no more.
     */
    boolean hasKvm() {
        boolean module = Files.exists(java.nio.file.Path.of("/sys/module/kvm_intel"))
                || Files.exists(java.nio.file.Path.of("/sys/module/kvm_amd"));
        return module && node.in("test", "-w", "/dev/kvm").tryOut().succeeded();
    }
}
