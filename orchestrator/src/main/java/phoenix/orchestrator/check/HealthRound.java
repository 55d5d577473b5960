package phoenix.orchestrator.check;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.VmId;

/** Asks every guest that has health checks and runs, each check once and nothing twice; the guests side by side. */
public final class HealthRound {
    private HealthRound() {}

    /** In what each is not healthy: its first check that fails; empty if it is. */
    public static Map<VmId, Optional<String>> ask(Fleet fleet, Actual actual, NodeAccess node) {
        return fleet.guests().parallelStream()
                .filter(guest -> !guest.healthChecks().isEmpty())
                .filter(guest ->
                        actual.guest(guest.id()).filter(ActualGuest::running).isPresent())
                .collect(Collectors.toMap(DesiredGuest::id, guest -> ask(guest, node), (one, other) -> one));
    }

    private static Optional<String> ask(DesiredGuest guest, NodeAccess node) {
        Target target = Target.of(guest, node.name());
        try {
            return guest.healthChecks().stream()
                    .flatMap(check -> HealthProbe.failure(target, check.probe(), node).stream())
                    .findFirst();
        } catch (StepFailure failure) {
            return Optional.ofNullable(failure.getMessage());
        }
    }
}
