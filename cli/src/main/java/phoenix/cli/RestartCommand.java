package phoenix.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix restart ID...}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "stop guests and start them again; what waits for a restart takes effect")
final class RestartCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private PowerOptions options = new PowerOptions();

    @Mixin
    private DependantOptions dependants = new DependantOptions();

    @Override
    public Integer call() {
        return new PowerRun(phoenix, options, Terminal::ask)
                .stop(true, options.dryRun, dependants)
                .code();
    }
}
