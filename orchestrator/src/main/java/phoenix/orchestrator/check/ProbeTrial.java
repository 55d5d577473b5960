package phoenix.orchestrator.check;

import java.time.Duration;
import java.util.Optional;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.guest.Programs;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;

/** A test that asks by a probe. */
public record ProbeTrial(Grounds grounds, Probe probe) implements Trial {
    @Override
    public Optional<Finding> make(NodeAccess node, Duration limit, StepLog log) {
        Programs place = probe.fromNode() ? Programs.on(node) : grounds.programs(node);
        return HealthProbe.look(place, probe, limit, log::line);
    }

    @Override
    public String where() {
        return probe.fromNode() ? Grounds.NODE.where() : grounds.where();
    }

    @Override
    public String expected() {
        return HealthProbe.expected(probe);
    }

    @Override
    public String preview() {
        return "look " + where() + ": " + HealthProbe.words(probe);
    }

    @Override
    public String hint() {
        return grounds.hint();
    }
}
