package phoenix.orchestrator.check;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.VmId;

/** Asks every container that has health checks and runs, each check once and nothing twice; the containers side by side. */
public final class HealthRound {
    private HealthRound() {}

    /** In what each is not healthy: its first check that fails; empty if it is. */
    public static Map<VmId, Optional<String>> ask(Fleet fleet, Actual actual, NodeAccess node) {
        return fleet.containers().values().parallelStream()
                .filter(container -> !container.healthChecks().isEmpty())
                .filter(container -> actual.guest(container.id())
                        .filter(ActualGuest::running)
                        .isPresent())
                .collect(
                        Collectors.toMap(DesiredContainer::id, container -> ask(container, node), (one, other) -> one));
    }

    private static Optional<String> ask(DesiredContainer container, NodeAccess node) {
        try {
            return container.healthChecks().stream()
                    .flatMap(check -> HealthProbe.failure(container.id(), check.probe(), node).stream())
                    .findFirst();
        } catch (StepFailure failure) {
            return Optional.ofNullable(failure.getMessage());
        }
    }
}
