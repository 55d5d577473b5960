package phoenix.cli;

import java.util.concurrent.Callable;
import phoenix.orchestrator.report.FleetGraph;
import phoenix.orchestrator.report.FleetGraph.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix graph}: the fleet's layers and dependencies, from the files alone. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "draw which guest is cloned from which, and which needs which; asks no node")
final class GraphCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(
            names = "--format",
            defaultValue = "mermaid",
            description = "mermaid for Markdown pages, dot for Graphviz, svg for a picture (default: ${DEFAULT-VALUE})")
    private Format format = Format.MERMAID;

    @Override
    public Integer call() {
        Session session = Session.ofProcess(phoenix.lab(), config.orElse(phoenix.config()), false);
        session.console().result(FleetGraph.of(session.fleet()).in(format).stripTrailing());
        return ExitCode.DONE.code();
    }
}
