package phoenix.cli;

import java.util.List;
import java.util.concurrent.Callable;
import phoenix.pve.VmId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix enter ID}. */
@Command(
        name = "enter",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "a root shell inside a guest")
final class EnterCommand implements Callable<Integer> {
    private static final String SHELL = "cd; command -v bash >/dev/null && exec bash --login; exec sh -l";

    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Parameters(paramLabel = "ID", description = "the guest")
    private String id = "";

    @Override
    public Integer call() {
        Session session = Session.ofProcess(phoenix.lab(), config.orElse(phoenix.config()), false);
        String terminal = System.getenv().getOrDefault("TERM", "dumb");
        try (OpenNode node = session.quietNode()) {
            VmId guest = phoenix.guests(List.of(id)).get(0);
            GuestProgram program = new GuestProgram(session, node, guest);
            if (!program.canHaveTerminal()) {
                throw new CommandFailure(
                        ExitCode.NOT_BEGUN,
                        "guest " + guest + " is a VM, and its agent gives no terminal",
                        "log in by SSH, or on the node: qm terminal " + guest + "; for one command: phoenix exec "
                                + guest + " -- COMMAND");
            }
            return program.run(List.of("env", "TERM=" + terminal, "/bin/sh", "-c", SHELL), true);
        }
    }
}
