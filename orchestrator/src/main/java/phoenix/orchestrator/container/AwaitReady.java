package phoenix.orchestrator.container;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.desired.Network;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.Readiness;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.NotYet;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;

/** Waits until a started container can work: its init is up, its network is there, a name server is set. Changes nothing. */
record AwaitReady(Target target, List<Network> networks, Set<StepKey> needs) implements Step {
    @Override
    public StepKey key() {
        return target.key("ready");
    }

    @Override
    public String title() {
        return "wait until it is ready";
    }

    @Override
    public List<String> preview() {
        return List.of("wait in the guest for " + Readiness.conditions(networks));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(2);
    }

    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return Readiness.missing(GuestShell.in(target.id(), node), networks).isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        Readiness.missing(GuestShell.in(target.id(), node), networks).ifPresent(what -> {
            log.line(what);
            throw new NotYet(
                    target + " is not ready: " + what,
                    "look inside with: pct enter " + target.id() + "; then run the same command again");
        });
    }
}
