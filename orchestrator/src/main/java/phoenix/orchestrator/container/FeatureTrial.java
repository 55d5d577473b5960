package phoenix.orchestrator.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import phoenix.orchestrator.check.Finding;
import phoenix.orchestrator.check.Trial;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Feature;
import phoenix.orchestrator.guest.GuestShell;
import phoenix.orchestrator.guest.Scripts;
import phoenix.orchestrator.guest.Target;
import phoenix.orchestrator.node.NodeAccess;
import phoenix.orchestrator.plan.StepLog;

/**
 * Asks a feature's own script whether everything is there: {@code feature.sh check}, which changes nothing. So every feature has a test,
 * shipped or not.
 *
 * @param helper the file that is copied beside every script
 */
public record FeatureTrial(DesiredGuest want, Feature feature, Path helper) implements Trial {
    private static final int SHOWN_LINES = 20;

    @Override
    public Optional<Finding> make(NodeAccess node, Duration limit, StepLog log) {
        int exitCode = new Scripts(helper)
                .feature(want, feature, "check")
                .run(GuestShell.in(guest(node), node), "check the feature " + feature.name() + " " + where(), log);
        return exitCode == 0
                ? Optional.empty()
                : Optional.of(new Finding(words(), "ended with exit code " + exitCode, log.last(SHOWN_LINES)));
    }

    private Target guest(NodeAccess node) {
        return Target.of(want, node.name());
    }

    private String words() {
        return feature.name() + "/feature.sh check";
    }

    @Override
    public String where() {
        return "in " + want.label();
    }

    @Override
    public String expected() {
        return "exit code 0";
    }

    @Override
    public String preview() {
        return "run " + where() + ": " + words();
    }

    @Override
    public String hint() {
        return "phoenix --reconfigure " + want.id() + " applies the feature again";
    }

    @Override
    public Set<String> lanes() {
        return Set.of("script " + where());
    }
}
