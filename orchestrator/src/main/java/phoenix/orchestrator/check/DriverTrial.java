package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.node.GraphicsDriver;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;

/** Whether NVIDIA's libraries in a container fit the driver of the node; passed where the node's version cannot be told. */
public record DriverTrial(DesiredGuest guest) implements Trial {
    @Override
    public Optional<Finding> make(NodeAccess node, Duration limit, StepLog log) {
        if (node.shell().flatMap(GraphicsDriver::version).isEmpty()) {
            log.line("the version of the node's driver cannot be told");
            return Optional.empty();
        }
        return DriverAgreement.failure(guest.id(), node)
                .map(why ->
                        new Finding(String.join(" ", DriverAgreement.PROGRAM), "does not agree: " + why, List.of()));
    }

    @Override
    public String where() {
        return "in " + guest.label();
    }

    @Override
    public String expected() {
        return "the version of the node's driver";
    }

    @Override
    public String preview() {
        return "compare the driver of the node with what nvidia-smi says in " + guest.label();
    }

    @Override
    public String hint() {
        return "give 'nvidia_driver_version' the version of the node's driver, with its run file, and run again";
    }
}
