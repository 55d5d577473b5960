package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.report.Export;
import phoenix.pve.VmId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix export ID...}: existing guests, whoever made them, in the format of the files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        addMethodSubcommands = false,
        description =
                "write down existing guests as phoenix_lxc_configs.json and phoenix_vm_configs.json; changes nothing"
                        + " on the node")
final class ExportCommand implements Callable<Integer> {
    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "guests, by their IDs")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "a folder for the files, which must not be there yet (default: standard output)")
    private @Nullable Path output;

    @Override
    public Integer call() {
        List<VmId> guests = phoenix.guests(ids);
        Session session = Session.ofProcess(phoenix.lab(), phoenix.config(), false);
        SortedMap<String, String> files;
        try (OpenNode node = session.node(true)) {
            Actual actual =
                    new NodeReader(node.access()).withFirewallsOf(guests).read(List.of(), List.of());
            files = Export.files(guests.stream().map(id -> guest(id, actual)).toList(), actual.facts());
        }
        if (output != null) {
            write(output, files).forEach(file -> session.console().tell("written: " + file));
        } else if (files.size() == 1) {
            files.values().forEach(text -> session.console().result(text.stripTrailing()));
        } else {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "containers and VMs are written into files of their own: " + String.join(", ", files.keySet()),
                    "name a folder for them with --output, or leave out the one kind");
        }
        return ExitCode.DONE.code();
    }

    private static ActualGuest guest(VmId id, Actual actual) {
        return actual.guest(id)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "there is no guest " + id + " on the node",
                        "phoenix status shows every guest"));
    }

    private static List<Path> write(Path folder, SortedMap<String, String> texts) {
        List<Path> files = texts.keySet().stream().map(folder::resolve).toList();
        files.stream().filter(Files::exists).findFirst().ifPresent(file -> {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    file + " is there already, and is not overwritten",
                    "name another folder with --output");
        });
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(folder.resolve(text.getKey()), text.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + folder, e);
        }
        return files;
    }
}
