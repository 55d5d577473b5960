package phoenix.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands beside the usual run, in the order of the help. Only those are made that the arguments name: to look at the options of all
 * of them takes longer than to check a fleet's files.
 */
final class Subcommands {
    private static final Map<String, Supplier<Object>> ALL = all();

    private Subcommands() {}

    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("validate", ValidateCommand::new);
        all.put("status", StatusCommand::new);
        all.put("graph", GraphCommand::new);
        all.put("show", ShowCommand::new);
        all.put("export", ExportCommand::new);
        all.put("start", StartCommand::new);
        all.put("stop", StopCommand::new);
        all.put("restart", RestartCommand::new);
        all.put("enter", EnterCommand::new);
        all.put("exec", ExecCommand::new);
        all.put("logs", LogsCommand::new);
        all.put("lab", LabCommand::new);
        return all;
    }

    /** Gives a command line those that may be meant; all, where help is asked for or arguments stand in a file. */
    static CommandLine addTo(CommandLine phoenix, String... arguments) {
        Set<String> words = Set.copyOf(Arrays.asList(arguments));
        boolean every = words.stream().anyMatch(word -> word.matches("--help|-h|@.*"));
        ALL.forEach((name, command) -> {
            if (every || words.contains(name)) {
                phoenix.addSubcommand(name, command.get());
            }
        });
        return phoenix;
    }
}
