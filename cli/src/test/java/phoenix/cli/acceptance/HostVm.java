package phoenix.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A VM that plays the host: a whole system with a kernel of its own, on disks with serial numbers ({@code HOSTVM-A} to {@code -D}), with an IOMMU
 * of Intel's, and two devices to pass through: {@link #EDU}, which no driver knows, and {@link #NIC}, whose driver takes it at boot.
 *
 * <p>It is emulated, on a machine with KVM too: so it is the same everywhere. It is reached on the loopback interface alone. What a
 * killed run left is found by the file with its process ID, and ended and removed first.
 */
final class HostVm implements AutoCloseable {
    /** QEMU's device for teaching. */
    static final String EDU = "0000:00:10.0";

    /** A second network card, an Intel 82574L. */
    static final String NIC = "0000:00:12.0";

    private static final Path FOLDER = Packaged.HOME.resolve("cli/target/host-vm");
    private static final Path CONSOLE = Packaged.HOME.resolve("cli/target/host-vm-console.log");
    private static final Path PID = FOLDER.resolve("qemu.pid");
    private static final List<String> DISKS = List.of("A", "B", "C", "D");
    private static final String DISK_SIZE = "512M";
    private static final Duration BOOT = Duration.ofMinutes(5);
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final Duration QUICK = Duration.ofSeconds(30);

    private final HostVmImage image;
    private final int port;
    private final Process qemu;

    private HostVm(HostVmImage image, int port, Process qemu) {
        this.image = image;
        this.port = port;
        this.qemu = qemu;
    }

    /** Starts it with fresh disks, and waits until it can be logged in to. */
    static HostVm start() {
        HostVmImage image = HostVmImage.ready();
        removeLeftovers();
        try {
            Files.createDirectories(FOLDER);
            Path root = FOLDER.resolve("root.qcow2");
            tool(
                    "qemu-img",
                    "create",
                    "-q",
                    "-f",
                    "qcow2",
                    "-F",
                    "qcow2",
                    "-b",
                    image.disk().toString(),
                    root.toString());
            for (String letter : DISKS) {
                tool("qemu-img", "create", "-q", "-f", "qcow2", disk(letter).toString(), DISK_SIZE);
            }
            int port = freePort();
            Process qemu = new ProcessBuilder(argv(root, port))
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("qemu.log").toFile())
                    .start();
            HostVm vm = new HostVm(image, port, qemu);
            try {
                vm.awaitUp();
                return vm;
            } catch (RuntimeException | Error e) {
                vm.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the VM that plays the host", e);
        }
    }

    private static Path disk(String letter) {
        return FOLDER.resolve("disk-" + letter + ".qcow2");
    }

    private static List<String> argv(Path root, int port) {
        List<String> argv = new ArrayList<>(List.of("qemu-system-x86_64", "-name", "phoenix-host-vm"));
        add(argv, "-no-user-config -nodefaults -display none -machine q35 -accel tcg,thread=multi");
        add(argv, "-cpu qemu64,vendor=GenuineIntel -smp 2 -m 2560");
        add(argv, "-device intel-iommu,intremap=on,caching-mode=on -device virtio-rng-pci");
        argv.addAll(List.of("-pidfile", PID.toString(), "-serial", "file:" + CONSOLE));
        drive(argv, root, "HOSTVM-ROOT");
        for (String letter : DISKS) {
            drive(argv, disk(letter), "HOSTVM-" + letter);
        }
        add(argv, "-netdev user,id=uplink,hostfwd=tcp:127.0.0.1:" + port + "-:22");
        add(argv, "-device virtio-net-pci,netdev=uplink");
        add(argv, "-device edu,addr=0x10 -netdev hubport,id=nowhere,hubid=1 -device e1000e,netdev=nowhere,addr=0x12");
        return argv;
    }

    private static void add(List<String> argv, String words) {
        argv.addAll(List.of(words.split(" ")));
    }

    private static void drive(List<String> argv, Path file, String serial) {
        argv.add("-drive");
        argv.add("if=none,id=" + serial + ",format=qcow2,cache=unsafe,discard=unmap,file=" + file);
        argv.add("-device");
        argv.add("virtio-blk-pci,drive=" + serial + ",serial=" + serial
                + (serial.endsWith("ROOT") ? ",bootindex=0" : ""));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The variables that name its shell for the command. */
    Map<String, String> environment() {
        return Map.of(
                "PROXMOX_VE_SSH_USERNAME", "root",
                "PROXMOX_VE_SSH_PORT", Integer.toString(port),
                "PROXMOX_VE_SSH_PRIVATE_KEY_FILE", image.key().toString(),
                "PROXMOX_VE_SSH_KNOWN_HOSTS_FILE", image.knownHosts().toString());
    }

    /** How a script ended inside, and what it said. */
    PhoenixCommand.Ended run(String script) {
        return ssh(COMMAND, script);
    }

    /** What a script prints inside, on both streams; it has to end well. */
    String says(String script) {
        PhoenixCommand.Ended ended = run(script).expect(0);
        return (ended.out() + "\n" + ended.err()).strip();
    }

    private PhoenixCommand.Ended ssh(Duration limit, String script) {
        List<String> argv = new ArrayList<>(List.of("ssh", "-T", "-p", Integer.toString(port), "-i"));
        argv.add(image.key().toString());
        for (String option : List.of("IdentitiesOnly=yes", "BatchMode=yes", "ConnectTimeout=20", "LogLevel=ERROR")) {
            argv.addAll(List.of("-o", option));
        }
        argv.addAll(List.of("-o", "UserKnownHostsFile=" + image.knownHosts(), "root@127.0.0.1", "sh", "-s"));
        return OtherProgram.run(Map.of(), limit, argv, script);
    }

    /** Which boot this is: another text after every one. */
    String boot() {
        return says("cat /proc/sys/kernel/random/boot_id");
    }

    private Optional<String> bootIfUp() {
        try {
            PhoenixCommand.Ended ended = ssh(QUICK, "cat /proc/sys/kernel/random/boot_id");
            return ended.exitCode() == 0 ? Optional.of(ended.out()) : Optional.empty();
        } catch (AssertionError | UncheckedIOException stillSilent) {
            return Optional.empty();
        }
    }

    /** Waits until it is up again after the boot with this name. */
    void awaitBootAfter(String before) {
        Awaitility.await("the VM is up again; its console: " + CONSOLE)
                .atMost(BOOT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    assertThat(qemu.isAlive()).as("QEMU runs").isTrue();
                    return bootIfUp().filter(now -> !now.equals(before)).isPresent();
                });
        says("systemctl is-system-running --wait || true");
    }

    private void awaitUp() {
        awaitBootAfter("");
    }

    /** Switches it off and removes its disks; what its console said stays. */
    @Override
    public void close() {
        end(qemu.toHandle());
        removeLeftovers();
    }

    private static void removeLeftovers() {
        try {
            if (!Files.isDirectory(FOLDER)) {
                return;
            }
            if (Files.exists(PID)) {
                long pid = Long.parseLong(Files.readString(PID).strip());
                ProcessHandle.of(pid).filter(HostVm::isOurs).ifPresent(HostVm::end);
            }
            try (var files = Files.list(FOLDER)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove what is left of an older run in " + FOLDER, e);
        }
    }

    private static boolean isOurs(ProcessHandle process) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return new String(line, StandardCharsets.UTF_8).contains(PID.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    private static void end(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().orTimeout(QUICK.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static void tool(String... argv) {
        OtherProgram.run(Map.of(), COMMAND, List.of(argv), "").expect(0);
    }
}
