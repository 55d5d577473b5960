package phoenix.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import phoenix.orchestrator.actual.Actual;
import phoenix.orchestrator.actual.ActualGuest;
import phoenix.orchestrator.actual.NodeReader;
import phoenix.orchestrator.report.Export;
import phoenix.pve.GuestKind;
import phoenix.pve.VmId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code phoenix export ID...}: existing containers, whoever made them, in the format of the files. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "write down existing containers as phoenix_lxc_configs.json; changes nothing on the node")
final class ExportCommand implements Callable<Integer> {
    private static final String FILE = "phoenix_lxc_configs.json";

    @ParentCommand
    private Phoenix phoenix = new Phoenix();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "containers, by their IDs")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "a folder for the file, which must not be there yet (default: standard output)")
    private @Nullable Path output;

    @Override
    public Integer call() {
        List<VmId> guests = phoenix.guests(ids);
        Session session = Session.ofProcess(phoenix.lab(), phoenix.config(), false);
        String text;
        try (OpenNode node = session.node(true)) {
            Actual actual = new NodeReader(node.access()).read(List.of(), List.of());
            text = Export.print(guests.stream().map(id -> container(id, actual)).toList());
        }
        if (output == null) {
            session.console().result(text.stripTrailing());
        } else {
            session.console().tell("written: " + write(output, text));
        }
        return ExitCode.DONE.code();
    }

    private static ActualGuest container(VmId id, Actual actual) {
        ActualGuest guest = actual.guest(id)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "there is no guest " + id + " on the node",
                        "phoenix status shows every guest"));
        if (guest.kind() != GuestKind.CONTAINER) {
            throw new CommandFailure(
                    ExitCode.USAGE, id + " is a VM; this version writes down containers only", "leave it out");
        }
        return guest;
    }

    private static Path write(Path folder, String text) {
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    file + " is there already, and is not overwritten",
                    "name another folder with --output");
        }
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
