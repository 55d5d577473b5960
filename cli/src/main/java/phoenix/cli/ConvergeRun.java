package phoenix.cli;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import phoenix.orchestrator.AfterSetUp;
import phoenix.orchestrator.DroppedSnapshots;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.RollbackPlanner;
import phoenix.orchestrator.TestPlanner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.check.TestHistory;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.desired.HealthCheck.Probe;
import phoenix.orchestrator.desired.host.DesiredHost;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.plan.Redo;
import phoenix.pve.VmId;

/** {@code phoenix ID...} and {@code phoenix --all}: guests made as the files say. */
final class ConvergeRun {
    private final Session session;
    private final List<VmId> guests;
    private final boolean all;
    private final RunOptions options;
    private final RollbackOptions rollback;

    ConvergeRun(Session session, List<VmId> guests, boolean all, RunOptions options, RollbackOptions rollback) {
        this.session = session;
        this.guests = guests;
        this.all = all;
        this.options = options;
        this.rollback = rollback;
    }

    ExitCode run() {
        Loaded loaded = session.loaded();
        Fleet fleet = loaded.fleet();
        Collection<VmId> selected =
                all ? fleet.guests().stream().map(DesiredGuest::id).toList() : guests;
        checkKnown(selected, fleet);
        try (OpenNode node = session.node(options.dryRun())) {
            Actual found = look(fleet, node);
            if (options.adopt()) {
                found = found.adopting(guests);
            }
            AfterSetUp setUp = new AfterSetUp(fleet, found, options.dryRun() ? loaded.host() : DesiredHost.EMPTY);
            found = setUp.expected();
            Plan rollbacks = new Plan(List.of());
            Set<String> deleted = Set.of();
            if (rollback.from != null) {
                RollbackPlanner planner =
                        new RollbackPlanner(fleet, found, rollback.from, RollbackRun.newestOnly(node));
                rollbacks = planner.plan(selected, false);
                if (!rollbacks.refused().isEmpty()) {
                    return session.show(rollbacks, options.dryRun() && options.json());
                }
                deleted = planner.removed(selected);
                found = planner.afterwards(selected);
            }
            Plan then = new DroppedSnapshots(fleet, found, options.droppedSnapshots())
                    .in(
                            Planner.converge(
                                    fleet,
                                    found,
                                    selected,
                                    options.redo(),
                                    session.installation().helper()),
                            selected);
            Plan plan = new TestPlanner(
                            node.access().name(),
                            fleet,
                            loaded.suites(),
                            session.installation().helper(),
                            TestHistory.of(found.guests()),
                            Instant.now())
                    .after(RollbackPlanner.before(then, rollbacks), options.withTests(), selected);
            if (options.dryRun()) {
                return session.show(setUp.telling(plan), options.json());
            }
            Consent consent = new Consent(session.console(), options.consent(), Terminal::ask);
            consent.toRollBack(rollbacks, deleted, rollback.deletable());
            consent.toChange(then);
            return session.carryOut(plan, node, addresses(fleet));
        }
    }

    private Actual look(Fleet fleet, OpenNode node) {
        NodeReader reader = new NodeReader(node.access(), fleet.guests()).telling(session.console()::tell);
        List<VmId> ours = fleet.guests().stream().map(DesiredGuest::id).toList();
        return options.redo() == Redo.ANEW ? reader.readToMakeAnew(ours) : reader.read(ours, fromTemplates(fleet));
    }

    private static void checkKnown(Collection<VmId> selected, Fleet fleet) {
        for (VmId id : selected) {
            if (fleet.guest(id).isEmpty()) {
                String known = fleet.guests().stream().map(DesiredGuest::label).collect(Collectors.joining(", "));
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "guest " + id + " is in none of the files",
                        known.isEmpty() ? "declare it in phoenix_lxc_configs.json" : "use one of: " + known);
            }
        }
    }

    private static List<VmId> fromTemplates(Fleet fleet) {
        return fleet.containers().values().stream()
                .filter(container -> container.clonedFrom().isEmpty())
                .map(DesiredContainer::id)
                .toList();
    }

    /** Where a guest's work can be seen: the page of its health check, else its address. */
    private static Map<String, String> addresses(Fleet fleet) {
        Map<String, String> addresses = new HashMap<>();
        for (DesiredGuest container : fleet.guests()) {
            if (container.isTemplate()) {
                continue;
            }
            String address = container.healthChecks().stream()
                    .filter(check -> check.probe() instanceof Probe.Http)
                    .map(check -> ((Probe.Http) check.probe()).url())
                    .findFirst()
                    .orElseGet(() -> container.networkList().stream()
                            .flatMap(network -> network.address().stream())
                            .collect(Collectors.joining(" ")));
            addresses.put(container.id().toString(), address);
        }
        return addresses;
    }
}
