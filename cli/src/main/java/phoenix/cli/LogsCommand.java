package phoenix.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.pve.VmId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix logs ID}: what the newest run wrote about a guest, then the guest's own journal. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "what the newest run that did something to a guest wrote about it, then the guest's own journal")
final class LogsCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "100",
            description = "how many of the last lines of each (default: ${DEFAULT-VALUE})")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "go on showing the journal until Ctrl-C")
    private boolean follow;

    @Parameters(paramLabel = "ID", description = "the guest")
    private String id = "";

    @Override
    public Integer call() {
        VmId guest = phoenix.guests(List.of(id)).get(0);
        Session session = Session.ofProcess(phoenix.lab(), config.orElse(phoenix.config()), false);
        Console console = session.console();
        List<GuestLog> logs = GuestLog.newest(session.installation().logs(), guest);
        if (logs.isEmpty()) {
            console.tell("no run has written anything about " + guest + " in "
                    + session.installation().logs());
        }
        for (GuestLog log : logs) {
            console.tell("== " + log.file());
            log.last(lines).forEach(console::result);
        }
        try (OpenNode node = session.quietNode()) {
            GuestProgram program = new GuestProgram(session, node, guest);
            Optional<ActualGuest> found = program.guest();
            if (found.filter(ActualGuest::running).isEmpty()) {
                console.tell("no journal: guest " + guest + (found.isEmpty() ? " is not there" : " does not run"));
                return found.isEmpty() && logs.isEmpty() ? ExitCode.STEP_FAILED.code() : ExitCode.DONE.code();
            }
            console.tell("== journal of " + guest);
            String count = Integer.toString(Math.max(0, lines));
            return follow
                    ? program.follow(List.of("journalctl", "--no-pager", "--lines", count, "--follow"))
                    : program.run(List.of("journalctl", "--no-pager", "--lines", count), false);
        }
    }
}
