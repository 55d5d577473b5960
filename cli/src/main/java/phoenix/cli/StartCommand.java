package phoenix.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix start ID...}. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description = "start guests, and before them what they need")
final class StartCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private PowerOptions options = new PowerOptions();

    @Override
    public Integer call() {
        return new PowerRun(phoenix, options, Terminal::ask)
                .start(options.dryRun)
                .code();
    }
}
