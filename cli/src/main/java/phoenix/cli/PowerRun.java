package phoenix.cli;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import phoenix.orchestrator.PowerPlanner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.pve.VmId;

/** {@code phoenix start|stop|restart ID...}. Nothing is configured on the way, and no script runs. */
final class PowerRun {
    private final Session session;
    private final List<VmId> guests;
    private final Consent.Reader answers;

    PowerRun(Phoenix phoenix, PowerOptions options, Consent.Reader answers) {
        this.session = Session.ofProcess(phoenix.lab(), options.config.orElse(phoenix.config()), options.verbose);
        this.guests = phoenix.guests(options.ids);
        this.answers = answers;
    }

    ExitCode start(boolean dryRun) {
        Fleet fleet = session.fleetIfReadable("what these guests need is not known");
        try (OpenNode node = session.node(dryRun)) {
            Plan plan = planner(fleet, node).start(guests);
            return dryRun || !plan.refused().isEmpty()
                    ? session.show(plan, false)
                    : session.carryOut(plan, node, Map.of());
        }
    }

    /** @param again whether they are started again */
    ExitCode stop(boolean again, boolean dryRun, DependantOptions dependants) {
        Fleet fleet = session.fleetIfReadable("whether other guests need these is not known");
        try (OpenNode node = session.node(dryRun)) {
            PowerPlanner planner = planner(fleet, node);
            Collection<VmId> all = new TreeSet<>(guests);
            NavigableSet<VmId> needing = planner.runningDependants(guests);
            if (dependants.include) {
                all.addAll(needing);
            }
            Plan plan = again ? planner.restart(all) : planner.stop(all);
            if (!dependants.include && !needing.isEmpty()) {
                session.console()
                        .tell("These run and need what is " + (again ? "restarted" : "stopped") + ": "
                                + planner.labels(needing));
            }
            if (dryRun || !plan.refused().isEmpty()) {
                return session.show(plan, false);
            }
            if (!dependants.include && !dependants.yes && !needing.isEmpty()) {
                ask(planner.labels(guests), again);
            }
            return session.carryOut(plan, node, Map.of());
        }
    }

    private void ask(String labels, boolean again) {
        String verb = again ? "restart" : "stop";
        String answer = answers.ask("Shall phoenix " + verb + " " + labels + " all the same? [y/N] ");
        if (answer == null || !answer.strip().matches("(?i)y|yes")) {
            throw new CommandFailure(
                    ExitCode.CONSENT_MISSING,
                    "nothing was touched: " + (answer == null ? "nobody was there to agree" : "the answer was no"),
                    "add --with-dependants to " + verb + " them too, or --yes to leave them running");
        }
    }

    private PowerPlanner planner(Fleet fleet, OpenNode node) {
        Actual actual =
                new NodeReader(node.access()).telling(session.console()::tell).read(guests, List.of());
        return new PowerPlanner(fleet, actual);
    }
}
