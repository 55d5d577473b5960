package phoenix.orchestrator.guest;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.Step;
import phoenix.orchestrator.plan.StepKey;
import phoenix.orchestrator.plan.StepLog;
import phoenix.pve.Upid;
import phoenix.pve.api.GuestApi;
import phoenix.pve.api.Request;

/** Shuts a container down, and ends it if it does not within a minute. */
public record StopGuest(Target target, Set<StepKey> needs) implements Step {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public StepKey key() {
        return target.key("stop");
    }

    @Override
    public String title() {
        return "stop";
    }

    @Override
    public boolean seals() {
        return true;
    }

    @Override
    public List<String> preview() {
        return List.of(call().toString());
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(3);
    }

    /** True as well when there is no such container any more. */
    @Override
    public boolean alreadyTrue(NodeAccess node) {
        return LiveGuest.at(node, target).filter(live -> live.isRunning(node)).isEmpty();
    }

    @Override
    public void act(NodeAccess node, StepLog log) {
        node.client().sendTask(call(), limit(), log::line);
    }

    private Request<Upid> call() {
        return GuestApi.shutdown(target.path(), PATIENCE, true);
    }
}
