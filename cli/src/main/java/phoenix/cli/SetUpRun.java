package phoenix.cli;

import java.util.Map;
import phoenix.orchestrator.HostPlanner;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.host.HostReader;
import phoenix.orchestrator.host.WipeConsent;
import phoenix.orchestrator.plan.Plan;

/** {@code phoenix --setup-hypervisor}: the node itself made as the files say. */
final class SetUpRun {
    private final Session session;
    private final RunOptions options;
    private final WipeConsent wipe;

    SetUpRun(Session session, RunOptions options, WipeConsent wipe) {
        this.session = session;
        this.options = options;
        this.wipe = wipe;
    }

    ExitCode run() {
        DesiredHost want = session.loaded().host();
        try (OpenNode node = session.node(options.dryRun())) {
            HostPlanner planner = new HostPlanner(want, wipe);
            Plan plan = planner.plan(HostReader.read(node.access(), planner.questions()));
            if (options.dryRun()) {
                return session.show(plan, options.json());
            }
            return session.carryOut(plan, node, Map.of());
        }
    }
}
