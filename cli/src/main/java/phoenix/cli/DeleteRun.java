package phoenix.cli;

import java.util.List;
import java.util.Map;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.pve.VmId;

/** {@code phoenix --delete ID...}: guests deleted, each only after somebody agreed to it. */
final class DeleteRun {
    private final Session session;
    private final List<VmId> guests;
    private final RunOptions options;

    DeleteRun(Session session, List<VmId> guests, RunOptions options) {
        this.session = session;
        this.guests = guests;
        this.options = options;
    }

    ExitCode run() {
        Fleet fleet = session.fleetIfReadable("whether other guests need these is not known");
        try (OpenNode node = session.node(options.dryRun())) {
            Actual actual = new NodeReader(node.access())
                    .telling(session.console()::tell)
                    .read(guests, List.of());
            Plan plan = Planner.delete(fleet, actual, guests);
            if (options.dryRun() || !plan.refused().isEmpty()) {
                return session.show(plan, options.json());
            }
            new Consent(session.console(), options.consent(), Terminal::ask).toDelete(plan);
            return session.carryOut(plan, node, Map.of());
        }
    }
}
