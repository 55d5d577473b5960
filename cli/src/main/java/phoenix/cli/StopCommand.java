package phoenix.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix stop ID...}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "shut guests down; one that does not go within a minute is ended")
final class StopCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private PowerOptions options = new PowerOptions();

    @Mixin
    private DependantOptions dependants = new DependantOptions();

    @Override
    public Integer call() {
        return new PowerRun(phoenix, options, Terminal::ask)
                .stop(false, options.dryRun, dependants)
                .code();
    }
}
