package phoenix.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import phoenix.orchestrator.RollbackPlanner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.pve.VmId;
import phoenix.pve.api.StorageApi;
import phoenix.pve.api.StorageStatus;

/** {@code phoenix --rollback ID SNAPSHOT}: one guest back to a snapshot, after somebody agreed to what is lost. */
final class RollbackRun {
    private final Session session;
    private final List<VmId> guests;
    private final String snapshot;
    private final Set<String> deletable;
    private final RunOptions options;

    RollbackRun(Session session, List<VmId> guests, RollbackOptions rollback, RunOptions options) {
        this.session = session;
        this.guests = guests;
        this.snapshot = rollback.snapshot();
        this.deletable = rollback.deletable();
        this.options = options;
    }

    ExitCode run() {
        Fleet fleet = session.fleetIfReadable("whether other guests need this one is not known");
        try (OpenNode node = session.node(options.dryRun())) {
            Actual actual = new NodeReader(node.access())
                    .telling(session.console()::tell)
                    .read(guests, List.of());
            RollbackPlanner planner = new RollbackPlanner(fleet, actual, snapshot, newestOnly(node));
            Plan plan = planner.plan(guests, true);
            if (options.dryRun() || !plan.refused().isEmpty()) {
                return session.show(plan, options.json());
            }
            new Consent(session.console(), options.consent(), Terminal::ask)
                    .toRollBack(plan, planner.removed(guests), deletable);
            return session.carryOut(plan, node, Map.of());
        }
    }

    /** The storages that can only go back to the newest snapshot. */
    static Set<String> newestOnly(OpenNode node) {
        return node.access().client().send(StorageApi.storages(node.access().name())).stream()
                .filter(storage -> storage.type().equals("zfspool"))
                .map(StorageStatus::name)
                .collect(Collectors.toSet());
    }
}
