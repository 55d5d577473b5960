package phoenix.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import phoenix.orchestrator.Planner;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.check.HealthRound;
import phoenix.orchestrator.desired.DesiredContainer;
import phoenix.orchestrator.desired.DesiredGuest;
import phoenix.orchestrator.desired.Fleet;
import phoenix.orchestrator.plan.Plan;
import phoenix.orchestrator.report.Overview;
import phoenix.orchestrator.report.OverviewJson;
import phoenix.orchestrator.report.OverviewTable;
import phoenix.pve.VmId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code phoenix status}: every guest in one look, those of the files and all others.
 *
 * <p>It looks and plans as a dry-run does, waits for nothing and changes nothing. What it says of health is what the guests remember, unless it
 * is to ask them.
 */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "show every guest: how far it has come, what a run would change, where it is")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Option(names = "--detailed-exitcode", description = "exit code 2 if a run would change something")
    private boolean detailedExitCode;

    @Option(
            names = "--probe",
            description = "ask the guests that run whether they are healthy, once; exit code 1 if one is not")
    private boolean probe;

    @Override
    public Integer call() {
        Path folder = config.orElse(phoenix.config());
        Session session = Session.ofProcess(phoenix.lab(), folder, false);
        Overview overview = look(session, session.fleet());
        if (json) {
            session.console().result(OverviewJson.print(overview).stripTrailing());
        } else {
            OverviewTable.lines(overview).forEach(session.console()::result);
        }
        if (overview.hasFailures()) {
            return ExitCode.STEP_FAILED.code();
        }
        return detailedExitCode && overview.hasDrift() ? ExitCode.CHANGES.code() : ExitCode.DONE.code();
    }

    private Overview look(Session session, Fleet fleet) {
        try (OpenNode node = session.node(true)) {
            List<VmId> fromTemplates = fleet.containers().values().stream()
                    .filter(container -> container.clonedFrom().isEmpty())
                    .map(DesiredContainer::id)
                    .toList();
            Actual actual = new NodeReader(node.access(), fleet.guests()).read(List.of(), fromTemplates);
            Plan plan = Planner.converge(
                    fleet,
                    actual,
                    fleet.guests().stream().map(DesiredGuest::id).toList(),
                    session.installation().helper());
            Overview overview = Overview.of(fleet, actual, plan);
            return probe ? overview.probed(HealthRound.ask(fleet, actual, node.access())) : overview;
        }
    }
}
