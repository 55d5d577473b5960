package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.node.GraphicsDriver;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.pve.VmId;
import phoenix.pve.shell.Output;

/**
 * Whether NVIDIA's libraries in a container are of the same version as the driver in the node's kernel: another one finds no GPU. The
 * program {@code nvidia-smi} in the container uses them, and so tells both.
 */
public final class DriverAgreement {
    public static final List<String> PROGRAM =
            List.of("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private DriverAgreement() {}

    /** In what they do not agree; empty when they do. The container must run, and the node must have a shell. */
    public static Optional<String> failure(VmId guest, NodeAccess node) {
        Optional<String> driver = node.shell().flatMap(GraphicsDriver::version);
        if (driver.isEmpty()) {
            return Optional.of("the node's kernel has no NVIDIA driver");
        }
        Output output = GuestShell.in(guest, node).run(PROGRAM, new byte[0], LIMIT, line -> {});
        String said = (output.stdout() + output.stderr()).strip();
        List<String> versions =
                output.stdout().lines().map(String::strip).distinct().toList();
        if (!output.succeeded() || versions.isEmpty()) {
            return Optional.of("nvidia-smi in the guest ended with " + output.exitCode() + ": " + said);
        }
        return versions.equals(List.of(driver.get()))
                ? Optional.empty()
                : Optional.of("the node's driver is " + driver.get() + ", the guest's libraries are "
                        + String.join(", ", versions));
    }
}
