package phoenix.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code phoenix start}, {@code stop} and {@code restart} can be told. */
final class PowerOptions {
    @Mixin
    ConfigFolder config = new ConfigFolder();

    @Option(names = "--dry-run", description = "show the plan and change nothing")
    boolean dryRun;

    @Option(
            names = {"-v", "--verbose"},
            description = "show the log of tasks as it comes; with --dry-run the exact calls")
    boolean verbose;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "guests, by their IDs")
    List<String> ids = new ArrayList<>();
}
