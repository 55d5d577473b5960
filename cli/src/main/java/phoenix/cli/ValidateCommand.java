package phoenix.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import phoenix.orchestrator.config.Loaded;
import phoenix.orchestrator.config.Problem;
import phoenix.orchestrator.report.ProblemsJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix validate}: everything that is wrong in the files. No node is asked, and no lab is made. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        sortOptions = false,
        header = "Check the configuration, and nothing else.",
        synopsisHeading = "%nUsage: ",
        descriptionHeading = "%n",
        description = {
            "Reads the three files of the folder and everything that they name: features, scripts, profiles. Says all that is wrong in one"
                    + " go, each with file, line, column, JSON pointer, and what to write instead. Asks no node and changes nothing.",
            "Errors stop a run; warnings do not.",
            ""
        },
        footerHeading = "%nExit codes: ",
        footer = {
            "0 valid, perhaps with warnings; 3 there are errors, or there is no such",
            "folder; 64 usage.",
            "",
            "Example:",
            "  phoenix validate --config examples/quickstart"
        })
final class ValidateCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Mixin
    private ConfigFolder config = new ConfigFolder();

    @Option(
            names = "--json",
            description = "print a list of problems for programs:"
                    + " severity (error or warning), file, line, column, pointer, what, hint")
    private boolean json;

    @Override
    public Integer call() {
        Path folder = config.orElse(phoenix.config());
        Session session = Session.ofProcess(phoenix.lab(), folder, false);
        Loaded loaded = session.load();
        if (json) {
            session.console().result(ProblemsJson.print(loaded.problems()).stripTrailing());
        } else {
            loaded.problems().forEach(session::tell);
            session.console().result("The configuration in " + folder + verdict(loaded));
        }
        return (loaded.isUsable() ? ExitCode.DONE : ExitCode.CONFIGURATION_INVALID).code();
    }

    private static String verdict(Loaded loaded) {
        List<String> found = new ArrayList<>();
        long errors = count(loaded, Problem.Severity.ERROR);
        if (errors > 0) {
            found.add(several(errors, "error"));
        }
        long warnings = count(loaded, Problem.Severity.WARNING);
        if (warnings > 0) {
            found.add(several(warnings, "warning"));
        }
        if (!loaded.isUsable()) {
            return " has " + String.join(" and ", found) + ".";
        }
        return " is valid: " + several(loaded.fleet().containers().size(), "container") + ", "
                + several(loaded.fleet().vms().size(), "VM")
                + (found.isEmpty() ? "" : "; " + found.get(0)) + ".";
    }

    private static long count(Loaded loaded, Problem.Severity severity) {
        return loaded.problems().stream()
                .filter(problem -> problem.severity() == severity)
                .count();
    }

    private static String several(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
