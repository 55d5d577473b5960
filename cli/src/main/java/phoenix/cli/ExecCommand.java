package phoenix.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix exec ID -- COMMAND...}. */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        customSynopsis = "phoenix exec ID -- COMMAND [ARGUMENT...]",
        description = "run a program inside a guest, with these streams; its exit code is passed on, and 125 says that"
                + " it could not be begun")
final class ExecCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Parameters(index = "0", paramLabel = "ID", description = "the guest")
    private String id = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "program and arguments")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() {
        Session session = Session.ofProcess(phoenix.lab(), config.orElse(phoenix.config()), false);
        try (OpenNode node = session.quietNode()) {
            return new GuestProgram(session, node, phoenix.guests(List.of(id)).get(0)).run(command, Terminal.canAsk());
        }
    }
}
