package phoenix.cli;

import java.util.List;
import java.util.Map;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.plan.Plan;
import phoenix.pve.VmId;

/** {@code phoenix --delete ID...}: guests deleted, each only after somebody agreed to it. */
final class DeleteRun {
    private final Session session;
    private final List<VmId> guests;
    private final boolean dryRun;
    private final boolean yes;

    DeleteRun(Session session, List<VmId> guests, boolean dryRun, boolean yes) {
        this.session = session;
        this.guests = guests;
        this.dryRun = dryRun;
        this.yes = yes;
    }

    ExitCode run() {
        try (OpenNode node = session.node(dryRun)) {
            Actual actual = new NodeReader(node.access()).read(guests, List.of());
            Plan plan = Planner.delete(actual, guests);
            if (dryRun || !plan.refused().isEmpty()) {
                return session.show(plan);
            }
            new Consent(session.console(), yes, Terminal::ask).toDelete(plan);
            return session.carryOut(plan, node, Map.of());
        }
    }
}
