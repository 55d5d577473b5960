package phoenix.orchestrator.container;

import java.util.List;
import java.util.Set;
import phoenix.orchestrator.check.DriverAgreement;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/** Sees that NVIDIA's libraries in the guest are of the same version as the node's driver. */
record CheckDriver(Target target, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("GPU driver");
    }

    @Override
    public String title() {
        return "GPU driver agrees";
    }

    @Override
    public List<String> preview() {
        return List.of(
                "run on the node: " + String.join(" ", GuestShell.command(target.id(), DriverAgreement.PROGRAM)));
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return DriverAgreement.failure(target.id(), node).isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        DriverAgreement.failure(target.id(), node).ifPresent(why -> {
            throw new StepFailure(
                    "the GPU of " + target + " cannot be used: " + why,
                    "give 'nvidia_driver_version' the version of the node's driver, with its run file, and run again");
        });
    }
}
