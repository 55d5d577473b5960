package phoenix.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import phoenix.lab.node.NodeException;
import phoenix.orchestrator.plan.StepFailure;
import phoenix.pve.api.PveException;
import phoenix.pve.shell.ShellException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Where the process begins, and where every error becomes a sentence and an exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        beginProgramsWithoutHelpers();
        Console console = Console.ofProcess(System.getenv());
        int code = Subcommands.addTo(new CommandLine(new Phoenix()), arguments)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> onError(e, console))
                .setParameterExceptionHandler((e, given) -> onUsage(e, console))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
                .execute(arguments);
        System.exit(code);
    }

    /**
     * Java begins a program by way of a helper process that reads what it shall do from a pipe. If Phoenix is killed while it begins
     * several at once, each helper holds the others' pipes, and all wait for ever, with Phoenix's output open.
     */
    private static void beginProgramsWithoutHelpers() {
        System.setProperty("jdk.lang.Process.launchMechanism", "FORK");
    }

    private static int onUsage(ParameterException e, Console console) {
        console.error(String.valueOf(e.getMessage()), "phoenix --help");
        return ExitCode.USAGE.code();
    }

    private static int onError(Exception e, Console console) {
        if (e instanceof CommandFailure failure) {
            console.error(String.valueOf(failure.getMessage()), failure.hint());
            return failure.exitCode().code();
        } else if (e instanceof PveException api) {
            console.error(String.valueOf(api.getMessage()), api.hint());
            return exitCode(api).code();
        } else if (e instanceof ShellException shell) {
            console.error(String.valueOf(shell.getMessage()), shell.hint());
            return ExitCode.NODE_UNAVAILABLE.code();
        } else if (e instanceof StepFailure failure) {
            console.error(String.valueOf(failure.getMessage()), failure.hint());
            return ExitCode.STEP_FAILED.code();
        } else if (e instanceof NodeException lab) {
            console.error(
                    "the lab: " + lab.getMessage(), "see phoenix lab status; phoenix lab down --purge starts afresh");
            return ExitCode.STEP_FAILED.code();
        } else if (e instanceof UncheckedIOException file) {
            FileTrouble trouble = FileTrouble.of(file);
            console.error(trouble.what(), trouble.hint());
            return ExitCode.STEP_FAILED.code();
        }
        console.error("phoenix itself failed: " + e, "please report it, with " + trace(e));
        return ExitCode.STEP_FAILED.code();
    }

    /** Where the trace can be read: in the log, or, where that cannot be written, above. */
    private static String trace(Exception e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        try {
            Path folder = Files.createDirectories(
                    Installation.ofProcess(System.getenv()).newRun(Clock.systemUTC()));
            return Files.writeString(folder.resolve("error.log"), text.toString())
                    .toString();
        } catch (IOException unwritable) {
            System.err.print(text);
            return "the lines above (they could not be written to a log: " + unwritable.getMessage() + ")";
        }
    }

    private static ExitCode exitCode(PveException e) {
        return e instanceof PveException.Unavailable || e instanceof PveException.Denied
                ? ExitCode.NODE_UNAVAILABLE
                : ExitCode.STEP_FAILED;
    }
}
