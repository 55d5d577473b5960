package phoenix.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import phoenix.orchestrator.config.Effective;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.config.Origins;
import phoenix.orchestrator.report.EffectiveJson;
import phoenix.orchestrator.report.EffectiveText;
import phoenix.pve.VmId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code phoenix show}: what the files say of a guest in the end, and where each value stands. Also when there are errors in them. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "show what guests get from defaults, profiles and their own keys; asks no node")
final class ShowCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 20;

    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(names = "--json", description = "as JSON, for programs")
    private boolean json;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "guests, by their IDs")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() {
        List<VmId> wanted = wanted();
        Session session = Session.ofProcess(phoenix.lab(), config.orElse(phoenix.config()), false);
        Loaded loaded = session.load();
        loaded.problems().forEach(session::tell);
        List<Effective> guests =
                wanted.stream().map(id -> find(id, loaded.origins())).toList();
        if (json) {
            session.console().result(EffectiveJson.print(guests).stripTrailing());
        } else {
            guests.forEach(guest -> EffectiveText.lines(guest).forEach(session.console()::result));
        }
        return (loaded.isUsable() ? ExitCode.DONE : ExitCode.CONFIGURATION_INVALID).code();
    }

    private List<VmId> wanted() {
        try {
            return ids.stream().map(VmId::parse).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), e.getMessage() == null ? "wrong guest ID" : e.getMessage());
        }
    }

    private static Effective find(VmId id, Origins origins) {
        return origins.of(id).orElseThrow(() -> {
            String known =
                    origins.ids().stream().limit(MOST_NAMED).map(VmId::toString).collect(Collectors.joining(", "));
            return new CommandFailure(
                    ExitCode.USAGE,
                    "guest " + id + " is in none of the files",
                    known.isEmpty()
                            ? "name another folder with --config DIR; this one has no guest"
                            : "use one of: " + known + (origins.ids().size() > MOST_NAMED ? ", ..." : ""));
        });
    }
}
